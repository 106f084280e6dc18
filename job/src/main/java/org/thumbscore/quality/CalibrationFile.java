package org.thumbscore.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.thumbscore.common.Messages;
import org.thumbscore.lake.storage.StorageException;

/** Reads and writes {@link Calibration} files in JSON. */
public final class CalibrationFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private CalibrationFile() {}

  /**
   * Reads a calibration from the local file system.
   *
   * @throws CalibrationException if the file is missing or malformed
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

  /**
   * Writes a calibration atomically to the local file system.
   *
   * @throws StorageException if the file cannot be written
   */
  public static void write(Calibration calibration, Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path partial = folder.resolve("." + file.getFileName() + ".partial");
      Files.writeString(partial, JSON.writeValueAsString(calibration) + "\n");
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StorageException(
          "Cannot write calibration %s: %s. Check --output".formatted(file, Messages.firstLine(e)),
          e);
    }
  }

  private static String reason(JsonProcessingException e) {
    Throwable root = Messages.root(e);
    return root instanceof JsonProcessingException json
        ? json.getOriginalMessage().lines().findFirst().orElse("not JSON")
        : Messages.firstLine(root);
  }
}
