package org.thumbscore.pipeline.path;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * How pictures are read that articles name by path.
 *
 * @param base absolute URI of the directory that relative paths start from; empty: there is none
 * @param readers pictures read at the same time by one executor, all of its tasks together
 * @param timeout for one picture, from the first question to its last byte
 */
public record PictureSettings(String base, int readers, Duration timeout) implements Serializable {
  private static final int READERS = 8;

  /** What the config's defaults say, without a directory to start from. */
  public static final PictureSettings DEFAULT =
      new PictureSettings("", READERS, Duration.ofSeconds(30));

  public PictureSettings {
    Objects.requireNonNull(base, "base");
    if (readers < 1 || timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "expected readers >= 1 and a timeout above 0, found " + readers + " and " + timeout);
    }
  }
}
