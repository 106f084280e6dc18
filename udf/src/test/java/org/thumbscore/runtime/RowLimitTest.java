package org.thumbscore.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowLimitTest {
  private final DeviceMemoryException full = new DeviceMemoryException("full", null);

  private final RowLimit limit = new RowLimit("text tower", 8);
  private final List<Integer> runs = new ArrayList<>();

  @Test
  void aLimitIsHalvedOnlyAsFarAsNeededAndStaysThere() {
    run(20, 3);
    assertEquals(List.of(8, 4, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2), runs);
    runs.clear();
    run(3, 8);
    assertEquals(List.of(2, 1), runs);
    assertEquals(
        ", text tower on 2 rows at once instead of 8 for lack of memory", limit.description());
  }

  @Test
  void aShortBatchThatFailsIsHalvedToo() {
    run(3, 1);
    assertEquals(List.of(3, 1, 1, 1), runs);
  }

  @Test
  void aSingleRowThatFailsIsTheEnd() {
    assertSame(full, assertThrows(DeviceMemoryException.class, () -> run(8, 0)));
    assertEquals(List.of(8, 4, 2, 1), runs);
  }

  private void run(int rows, int memory) {
    List<Integer> all = IntStream.range(0, rows).boxed().toList();
    List<String> results =
        limit.run(
            all,
            some -> {
              runs.add(some.size());
              if (some.size() > memory) {
                throw full;
              }
              return some.stream().map(row -> Integer.toString(row)).toList();
            });
    assertEquals(all.stream().map(row -> Integer.toString(row)).toList(), results);
  }
}
