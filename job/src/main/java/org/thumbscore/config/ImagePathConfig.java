package org.thumbscore.config;

import java.time.Duration;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.thumbscore.lake.storage.ImageBase;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.pipeline.path.ImagePathSettings;

/**
 * The configuration for images that rows reference by path.
 *
 * @param base the base directory of relative paths; if empty, that of the input
 */
public record ImagePathConfig(Optional<String> base, int readers, Duration timeout) {
  private static final int MAX_READERS = 1000;
  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Duration MOST = Duration.ofHours(1);

  static ImagePathConfig of(ConfigReader reader) {
    return new ImagePathConfig(
        reader.optionalText("score.images.base"),
        reader.integer("score.images.readers", 1, MAX_READERS),
        reader.duration(
            "score.images.timeout",
            LEAST,
            MOST,
            "a time of 1 millisecond to 1 hour, for instance 30 s"));
  }

  /**
   * Returns the settings for reading images of the given input, with an absolute base directory.
   */
  public ImagePathSettings settings(InputLocation input, Configuration hadoop) {
    String start =
        base.map(given -> ImageBase.of(given, hadoop)).orElseGet(() -> ImageBase.of(input, hadoop));
    return new ImagePathSettings(start, readers, timeout);
  }
}
