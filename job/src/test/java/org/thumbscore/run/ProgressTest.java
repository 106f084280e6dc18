package org.thumbscore.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void lineTellsRowsRateAndTimeLeft() {
    assertEquals(
        "scored 12,300 of 240,000 rows | 410 rows/s | 9m 15s left",
        ProgressLine.of(ProgressLine.Work.SCORED, 12_300, 240_000, Duration.ofSeconds(30)));
    assertEquals(
        "scored 1 of 7,201 rows | 1 rows/s | 2h 0m left",
        ProgressLine.of(ProgressLine.Work.SCORED, 1, 7_201, Duration.ofSeconds(1)));
    assertEquals(
        "scored 0 of 5 rows",
        ProgressLine.of(ProgressLine.Work.SCORED, 0, 5, Duration.ofSeconds(9)));
  }

  @Test
  void rowsOfRepeatedTasksNeverExceedTheTotal() {
    assertEquals(
        "scored 5 of 5 rows | 5 rows/s | 0s left",
        ProgressLine.of(ProgressLine.Work.SCORED, 8, 5, Duration.ofSeconds(1)));
  }

  @Test
  void terminalLineIsDrawnAndWiped() throws InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CountDownLatch asked = new CountDownLatch(1);
    ProgressReport.during(
        () -> assertTrue(await(asked)),
        ProgressLine.Work.SCORED,
        () -> {
          asked.countDown();
          return 3;
        },
        9,
        new PrintStream(bytes, true, StandardCharsets.UTF_8),
        ProgressReport.Style.TERMINAL);
    String drawn = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(drawn.startsWith("\r\u001b[Kscored 3 of 9 rows | "), drawn);
    assertTrue(drawn.endsWith("\r\u001b[K"), drawn);
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
