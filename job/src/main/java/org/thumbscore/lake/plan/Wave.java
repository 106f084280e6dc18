package org.thumbscore.lake.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Slices that one Spark job makes together. Each of them is still committed by itself.
 *
 * @param action what is done with each of its slices
 * @param slices at least one
 */
public record Wave(SliceAction action, List<PlannedSlice> slices) {
  // A filter of the input's files names the files of all of a wave's slices.
  private static final int MOST_SLICES = 1000;

  public Wave {
    slices = List.copyOf(slices);
    if (slices.isEmpty()) {
      throw new IllegalArgumentException("a wave has at least one slice");
    }
  }

  /**
   * Divides slices into waves: those of one action, in their order, up to a size of their input.
   *
   * @param bytes of input in a wave, unless one slice is larger
   */
  public static List<Wave> of(List<PlannedSlice> work, long bytes) {
    List<Wave> waves = new ArrayList<>();
    for (SliceAction action : SliceAction.values()) {
      List<PlannedSlice> wave = new ArrayList<>();
      long size = 0;
      for (PlannedSlice slice : work) {
        if (slice.action() == action) {
          if (isFull(wave, size + slice.slice().bytes(), bytes)) {
            waves.add(new Wave(action, wave));
            wave.clear();
            size = 0;
          }
          wave.add(slice);
          size += slice.slice().bytes();
        }
      }
      if (!wave.isEmpty()) {
        waves.add(new Wave(action, wave));
      }
    }
    return waves;
  }

  private static boolean isFull(List<PlannedSlice> wave, long size, long most) {
    return !wave.isEmpty() && (size > most || wave.size() == MOST_SLICES);
  }

  /** Divides a wave of several slices into two. */
  public List<Wave> halves() {
    int middle = slices.size() / 2;
    return List.of(
        new Wave(action, slices.subList(0, middle)),
        new Wave(action, slices.subList(middle, slices.size())));
  }

  /** Returns the ids of its slices, in their order. */
  public List<String> ids() {
    return slices.stream().map(planned -> planned.slice().id()).toList();
  }

  /** Returns its slices, in their order. */
  public List<Slice> parts() {
    return slices.stream().map(PlannedSlice::slice).toList();
  }

  /** Describes it in a few words for a log or a message. */
  public String describe() {
    String first = slices.get(0).slice().describe();
    return slices.size() == 1 ? first : "%s and %,d more".formatted(first, slices.size() - 1);
  }
}
