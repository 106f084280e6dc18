package org.thumbscore.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.thumbscore.lake.Messages;

/** Reads the JSON of a {@link Calibration}. */
public final class CalibrationFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private CalibrationFile() {}

  /**
   * Reads a calibration from local disk.
   *
   * @throws CalibrationException if it is absent or malformed
   */
  public static Calibration read(Path file) {
    try {
      return JSON.readValue(Files.readString(file), Calibration.class);
    } catch (NoSuchFileException e) {
      throw new CalibrationException(
          "Cannot read calibration %s: nothing is there. Check --calibration".formatted(file), e);
    } catch (JsonProcessingException e) {
      throw new CalibrationException(
          "Cannot use calibration %s: %s. Write one with 'thumbscore calibrate'"
              .formatted(file, reason(e)),
          e);
    } catch (IOException e) {
      throw new CalibrationException(
          "Cannot read calibration %s: %s".formatted(file, Messages.firstLine(e)), e);
    }
  }

  private static String reason(JsonProcessingException e) {
    Throwable root = Messages.root(e);
    return root instanceof JsonProcessingException json
        ? json.getOriginalMessage().lines().findFirst().orElse("not JSON")
        : Messages.firstLine(root);
  }
}
