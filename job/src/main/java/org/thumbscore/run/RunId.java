package org.thumbscore.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.thumbscore.config.ConfigException;

/**
 * Validates and generates run ids, which are safe as file names. Generated ids sort by start time.
 */
public final class RunId {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,99}");
  private static final DateTimeFormatter START =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int SUFFIX = 6;

  private RunId() {}

  /**
   * Returns the given id if it is valid, or a generated one if none is given.
   *
   * @throws ConfigException if the given id is invalid
   */
  public static String orNew(Optional<String> given) {
    given
        .filter(id -> !VALID.matcher(id).matches())
        .ifPresent(
            id -> {
              throw new ConfigException(
                  "Invalid --run-id %s (must be 1 to 100 letters, digits, '.' and '-', a letter or digit first)"
                      .formatted(id));
            });
    return given.orElseGet(RunId::fresh);
  }

  private static String fresh() {
    return START.format(Instant.now()) + "-" + UUID.randomUUID().toString().substring(0, SUFFIX);
  }
}
