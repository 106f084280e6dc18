package org.thumbscore.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationFileTest {
  private static final String VALID =
      """
      {"policy": "median", "threshold": {"cosine": 0.2, "scaled": 0.6}, "rows": 1000,
       "model_sha256": "abc", "created": "2026-11-01T00:00:00Z", "tool_version": "0.1.0",
       "note": [1, 2]}
      """;

  @TempDir Path folder;

  @Test
  void thresholdFitsItsOwnModelOnly() throws IOException {
    Calibration calibration = CalibrationFile.read(write(VALID));
    assertEquals("median", calibration.policy());
    assertEquals(1000, calibration.rows());
    assertEquals(0.2, calibration.thresholdFor("abc", Optional.empty()).cosine());
    CalibrationException refused =
        assertThrows(
            CalibrationException.class, () -> calibration.thresholdFor("abd", Optional.empty()));
    assertEquals(
        "Cannot use this calibration: it was made with model abc, this run uses model abd. Calibrate this model, leave --calibration out, or take it nevertheless with --accept-calibration-of abc",
        refused.getMessage());
  }

  @Test
  void anotherModelsThresholdIsTakenByItsName() throws IOException {
    Calibration calibration = CalibrationFile.read(write(VALID.replace("abc", "abcdef0123")));
    assertEquals(0.2, calibration.thresholdFor("fed", Optional.of("abcdef01")).cosine());
    for (String other : new String[] {"", "abc", "abcdef99"}) {
      assertThrows(
          CalibrationException.class, () -> calibration.thresholdFor("fed", Optional.of(other)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"cosine\": 0.2 | \"cosine\": 1.2 | threshold.cosine is 1.2, expected -1 to 1",
        "\"scaled\": 0.6 | \"scaled\": 0.2 | threshold.scaled is 0.2, expected (cosine + 1) / 2 = 0.6",
        "\"rows\": 1000 | \"rows\": -1 | rows is -1, expected 0 or more",
        "\"rows\": 1000 | \"lines\": 1 | 'rows'",
        "\"model_sha256\": \"abc\" | \"model_sha256\": null | model_sha256",
        "\"policy\": | \"policy\" | Unexpected character",
      })
  void malformedFileIsRefusedInOneLine(String from, String to, String reason) throws IOException {
    Path file = write(VALID.replace(from, to));
    CalibrationException refused =
        assertThrows(CalibrationException.class, () -> CalibrationFile.read(file));
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    assertTrue(refused.getMessage().startsWith("Cannot use calibration " + file));
    assertEquals(1, refused.getMessage().lines().count());
  }

  @Test
  void absentFileIsRefused() {
    CalibrationException refused =
        assertThrows(
            CalibrationException.class, () -> CalibrationFile.read(folder.resolve("absent.json")));
    assertEquals(
        "Cannot read calibration "
            + folder.resolve("absent.json")
            + ": nothing is there. Check --calibration",
        refused.getMessage());
  }

  private Path write(String json) throws IOException {
    return Files.writeString(folder.resolve("calibration.json"), json);
  }
}
