package org.thumbscore.pipeline.path;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * Settings for reading images that articles refer to by path.
 *
 * @param base the absolute URI of the directory to which relative paths refer, or empty if there is
 *     none
 * @param readers the number of images that all tasks of an executor together read at the same time
 * @param timeout the time limit for one image, from the first request to its last byte
 */
public record ImagePathSettings(String base, int readers, Duration timeout)
    implements Serializable {
  private static final int READERS = 8;

  /** The default settings, without a directory for relative paths. */
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
