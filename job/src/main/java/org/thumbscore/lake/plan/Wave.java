package org.thumbscore.lake.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Slices that one Spark job computes together. Each slice is still committed individually.
 *
 * @param action the action for all slices of the wave
 * @param slices the slices, at least one
 */
public record Wave(SliceAction action, List<PlannedSlice> slices) {
  // Bounds the size of the filter that lists the files of all slices of a wave.
  private static final int MOST_SLICES = 1000;

  public Wave {
    slices = List.copyOf(slices);
    if (slices.isEmpty()) {
      throw new IllegalArgumentException("a wave has at least one slice");
    }
  }

  /**
   * Groups slices with the same action into waves, in order and up to a maximum input size.
   *
   * @param bytes the maximum input bytes of a wave, exceeded only by a single larger slice
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

  /** Splits a wave of several slices into two. */
  public List<Wave> halves() {
    int middle = slices.size() / 2;
    return List.of(
        new Wave(action, slices.subList(0, middle)),
        new Wave(action, slices.subList(middle, slices.size())));
  }

  /** Returns the ids of the slices in order. */
  public List<String> ids() {
    return slices.stream().map(planned -> planned.slice().id()).toList();
  }

  /** Returns the slices in order. */
  public List<Slice> parts() {
    return slices.stream().map(PlannedSlice::slice).toList();
  }

  /** Returns a short description for logs and messages. */
  public String describe() {
    String first = slices.get(0).slice().describe();
    return slices.size() == 1 ? first : "%s and %,d more".formatted(first, slices.size() - 1);
  }
}
