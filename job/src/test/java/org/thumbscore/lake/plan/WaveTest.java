package org.thumbscore.lake.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaveTest {
  @Test
  void slicesOfOneActionFillWavesUpToTheirSize() {
    List<PlannedSlice> work = new ArrayList<>();
    work.add(slice("a", 60, SliceAction.SCORE));
    work.add(slice("b", 50, SliceAction.RETRY));
    work.add(slice("c", 40, SliceAction.SCORE));
    work.add(slice("d", 1, SliceAction.SCORE));
    work.add(slice("e", 500, SliceAction.SCORE));
    work.add(slice("f", 10, SliceAction.SCORE));
    assertEquals(
        List.of(List.of("a", "c"), List.of("d"), List.of("e"), List.of("f"), List.of("b")),
        Wave.of(work, 100).stream().map(WaveTest::names).toList());
    assertEquals(List.of(), Wave.of(List.of(), 100));
  }

  @Test
  void emptySlicesAreBoundedInNumber() {
    List<PlannedSlice> work =
        IntStream.range(0, 2001).mapToObj(i -> slice("s" + i, 0, SliceAction.RELABEL)).toList();
    assertEquals(
        List.of(1000, 1000, 1), Wave.of(work, 100).stream().map(w -> w.slices().size()).toList());
  }

  @Test
  void halvesHaveAllSlicesOnce() {
    Wave wave =
        Wave.of(
                IntStream.range(0, 5).mapToObj(i -> slice("s" + i, 1, SliceAction.SCORE)).toList(),
                100)
            .get(0);
    List<Wave> halves = wave.halves();
    assertEquals(List.of("s0", "s1"), names(halves.get(0)));
    assertEquals(List.of("s2", "s3", "s4"), names(halves.get(1)));
    assertTrue(wave.describe().endsWith(" and 4 more"), wave.describe());
  }

  private static List<String> names(Wave wave) {
    return wave.slices().stream()
        .map(planned -> planned.slice().files().get(0).path().replaceAll(".*/", ""))
        .toList();
  }

  private static PlannedSlice slice(String name, long bytes, SliceAction action) {
    Slice slice = Slice.of(List.of(new InputFile("file:/lake/" + name, bytes, "1")));
    return new PlannedSlice(slice, action, "new", Optional.empty());
  }
}
