package org.thumbscore.lake.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSplitsTest {
  private static final long MIB = 1L << 20;

  private static long bytes(List<Long> lengths, int slots) {
    return FileSplits.bytes(lengths, slots, 128 * MIB, 4 * MIB);
  }

  @ParameterizedTest
  @CsvSource({
    // One file in halves: opening it is not counted.
    "36, 2, 18",
    // Not 128, 128 and 104 on two slots.
    "360, 2, 90",
    // Many tasks are about as large as they may be.
    "12800, 2, 128",
    "12900, 2, 126",
    // Too small to be divided.
    "1, 2, 1",
    "3, 8, 1",
  })
  void oneFileIsDividedEvenly(long mib, int slots, long expected) {
    assertEquals(expected, bytes(List.of(mib * MIB), slots) / MIB);
  }

  @Test
  void filesThatWouldLeaveASlotIdleAreDividedFurther() {
    // Three tasks on two slots would take as long as 200 MiB.
    assertEquals(75 * MIB, bytes(Collections.nCopies(3, 100 * MIB), 2));
    assertEquals(100 * MIB, bytes(Collections.nCopies(4, 100 * MIB), 2));
  }

  @Test
  void smallFilesShareATask() {
    // 12 files each, with 4 MiB for opening all but the first.
    assertEquals((12 + 11 * 4) * MIB, bytes(Collections.nCopies(96, MIB), 8));
  }

  @Test
  void moreFilesThanSlotsShareTasks() {
    assertEquals(4 * MIB + 2000, bytes(Collections.nCopies(6, 1000L), 4));
  }

  @Test
  void filesOfAboutTheSameSizeShareTasksToo() {
    // The largest two have more than a quarter of all bytes.
    List<Long> lengths = List.of(4300L, 4200L, 4000L, 3800L, 3400L, 3200L, 3000L, 2900L);
    assertEquals(4 * MIB + 8500, bytes(lengths, 2));
  }

  @Test
  void emptyFilesAreNothingToDivide() {
    assertEquals(MIB, bytes(Arrays.asList(0L, 0L), 4));
  }
}
