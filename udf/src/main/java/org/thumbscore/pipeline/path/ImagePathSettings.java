package org.thumbscore.pipeline.path;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * How images are read that articles name by path.
 *
 * @param base absolute URI of the directory that relative paths start from; empty: there is none
 * @param readers images read at the same time by one executor, all of its tasks together
 * @param timeout for one image, from the first question to its last byte
 */
public record ImagePathSettings(String base, int readers, Duration timeout)
    implements Serializable {
  private static final int READERS = 8;

  /** What the config's defaults say, without a directory to start from. */
  public static final ImagePathSettings DEFAULT =
      new ImagePathSettings("", READERS, Duration.ofSeconds(30));

  public ImagePathSettings {
    Objects.requireNonNull(base, "base");
    if (readers < 1 || timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "expected readers >= 1 and a timeout above 0, found " + readers + " and " + timeout);
    }
  }
}
