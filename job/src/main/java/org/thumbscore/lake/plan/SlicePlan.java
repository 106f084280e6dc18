package org.thumbscore.lake.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run does with each slice of its input. Slices of other inputs in the same output stay as
 * they are.
 */
public record SlicePlan(List<PlannedSlice> slices) {
  public SlicePlan {
    slices = List.copyOf(slices);
  }

  /** Which rows a run takes upon itself beyond those that are new or changed. */
  public enum Reuse {
    /** Slices that hold are kept. */
    KEEP,
    /** So are they, but their rows without a similarity are tried again. */
    RETRY_FAILED,
    /** Nothing is kept. */
    NOTHING
  }

  /**
   * Holds each slice of an input against the ledger.
   *
   * @param stored whole slices of the output
   */
  public static SlicePlan of(
      List<Slice> slices, Map<String, SliceRecord> stored, SliceLineage lineage, Reuse reuse) {
    List<PlannedSlice> planned = new ArrayList<>();
    for (Slice slice : slices) {
      Optional<SliceRecord> record = Optional.ofNullable(stored.get(slice.id()));
      planned.add(plan(slice, record, lineage, reuse));
    }
    return new SlicePlan(planned);
  }

  private static PlannedSlice plan(
      Slice slice, Optional<SliceRecord> stored, SliceLineage lineage, Reuse reuse) {
    if (stored.isEmpty()) {
      return new PlannedSlice(slice, SliceAction.SCORE, "new", stored);
    }
    SliceRecord record = stored.get();
    Optional<String> stale = whyStale(slice, record, lineage, reuse);
    if (stale.isPresent()) {
      return new PlannedSlice(slice, SliceAction.SCORE, stale.get(), stored);
    }
    if (reuse == Reuse.RETRY_FAILED && record.rejected() > 0) {
      String reason = record.rejected() + " rows without a similarity";
      return new PlannedSlice(slice, SliceAction.RETRY, reason, stored);
    }
    return lineage
        .differsInLabels(record.lineage())
        .map(why -> new PlannedSlice(slice, SliceAction.RELABEL, why, stored))
        .orElseGet(() -> new PlannedSlice(slice, SliceAction.KEEP, "unchanged", stored));
  }

  private static Optional<String> whyStale(
      Slice slice, SliceRecord record, SliceLineage lineage, Reuse reuse) {
    if (reuse == Reuse.NOTHING) {
      return Optional.of("to be replaced");
    }
    if (slice.files().isEmpty()) {
      return Optional.of("its input has no files to compare");
    }
    return whyChanged(slice.files(), record.input())
        .or(() -> lineage.differsInScores(record.lineage()));
  }

  private static Optional<String> whyChanged(List<InputFile> now, List<InputFile> then) {
    List<InputFile> found = now.stream().map(InputFile::stored).toList();
    if (found.equals(then)) {
      return Optional.empty();
    }
    Map<String, InputFile> before =
        then.stream().collect(Collectors.toMap(InputFile::path, file -> file, (a, b) -> a));
    return found.stream()
        .filter(file -> !Objects.equals(before.get(file.path()), file))
        .findFirst()
        .map(file -> "input changed: " + file.path())
        .or(() -> Optional.of("input files are gone: " + (then.size() - now.size())));
  }

  /** Those that are not kept. */
  public List<PlannedSlice> work() {
    return slices.stream().filter(slice -> slice.action() != SliceAction.KEEP).toList();
  }

  /** Ids of all. */
  public Set<String> ids() {
    return slices.stream().map(planned -> planned.slice().id()).collect(Collectors.toSet());
  }

  /**
   * Stored slices of which the input has no file any more, though it has others in their
   * directories: files that were merged or removed.
   */
  public List<SliceRecord> gone(Collection<SliceRecord> stored) {
    Set<String> ids = ids();
    Set<String> directories =
        slices.stream()
            .flatMap(planned -> planned.slice().files().stream())
            .filter(file -> !file.isTable())
            .map(file -> file.stored().directory())
            .collect(Collectors.toSet());
    return stored.stream()
        .filter(record -> !ids.contains(record.slice()))
        .filter(
            record ->
                record.input().stream()
                    .anyMatch(f -> !f.isTable() && directories.contains(f.directory())))
        .toList();
  }

  /** How many of each, in the order of {@link SliceAction}. */
  public Map<SliceAction, Integer> counts() {
    Map<SliceAction, Integer> counts = new EnumMap<>(SliceAction.class);
    slices.forEach(slice -> counts.merge(slice.action(), 1, Integer::sum));
    return counts;
  }
}
