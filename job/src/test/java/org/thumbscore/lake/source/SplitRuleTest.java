package org.thumbscore.lake.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitRuleTest {
  @ParameterizedTest
  @CsvSource({
    // rows, slots, longest, slices, tasks
    "4000, 2, 4000, 1, 2",
    "100, 64, 100, 1, 3",
    "63, 64, 63, 1, 0",
    "0, 64, 0, 1, 0",
    "4000, 1, 4000, 1, 0",
    // The longest has 1.2 and 1.3 times its share.
    "4000, 4, 1200, 1, 0",
    "4000, 4, 1300, 1, 4",
    // Each of 100 tasks would write a row or two of each of 40 slices.
    "6400, 100, 160, 40, 0",
    "6400, 100, 160, 1, 100",
  })
  void rowsAreSpreadWhereItIsWorthIt(long rows, int slots, long longest, int slices, int tasks) {
    SplitRule rule = new SplitRule(rows, slots);
    assertEquals(tasks, rule.tasks(new SplitRule.Part(rows, longest, 1000, slices)));
  }

  @Test
  void aTaskIsNotMadeToFillALocalDisk() {
    SplitRule rule = new SplitRule(100_000, 8);
    long large = 5L << 30;
    assertEquals(0, rule.tasks(new SplitRule.Part(100_000, 100_000, large, 1)));
    assertEquals(8, rule.tasks(new SplitRule.Part(100_000, 50_000, large, 1)));
  }

  @Test
  void idleSlotsCountOnlyIfTheyCouldHaveEnoughRows() {
    assertTrue(new SplitRule(256, 8).leavesIdle(7));
    assertFalse(new SplitRule(256, 8).leavesIdle(8));
    assertFalse(new SplitRule(255, 8).leavesIdle(1));
  }

  @Test
  void wrongNumbersAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new SplitRule(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new SplitRule(-1, 1));
  }
}
