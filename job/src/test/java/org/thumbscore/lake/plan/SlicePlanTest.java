package org.thumbscore.lake.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SlicePlanTest {
  private static final Slicer SLICER = new Slicer(250);

  @Test
  void filesOfOneDirectoryAreGroupedUpToTheSize() {
    List<Slice> slices = SLICER.cut(files("d1", 5, "d2", 1), List.of());
    assertEquals(List.of(2, 2, 1, 1), slices.stream().map(s -> s.files().size()).toList());
    assertEquals(4, slices.stream().map(Slice::id).distinct().count());
    assertEquals(slices, SLICER.cut(files("d1", 5, "d2", 1), List.of()));
  }

  @Test
  void newFilesTouchNoOldSlice() {
    List<SliceRecord> known = records(SLICER.cut(files("d1", 3), List.of()));
    List<InputFile> more = new ArrayList<>(files("d1", 3));
    more.add(0, Records.file("file:/d1/a-first", 1));
    List<Slice> slices = SLICER.cut(more, known);
    assertEquals(3, slices.size());
    SlicePlan plan = plan(slices, known, Records.LINEAGE, SlicePlan.Reuse.KEEP);
    assertEquals(Map.of(SliceAction.KEEP, 2, SliceAction.SCORE, 1), plan.counts());
    assertEquals("new", plan.work().get(0).reason());
  }

  @Test
  void changedOrVanishedFileMakesItsSliceNew() {
    List<SliceRecord> known = records(SLICER.cut(files("d1", 4), List.of()));
    List<InputFile> changed = new ArrayList<>(files("d1", 4));
    changed.set(0, Records.file("file:/d1/f0", 2));
    changed.remove(3);
    SlicePlan plan = plan(SLICER.cut(changed, known), known, Records.LINEAGE, SlicePlan.Reuse.KEEP);
    assertEquals(
        Set.of("input changed: file:/d1/f0", "input files are gone: 1"),
        plan.work().stream().map(PlannedSlice::reason).collect(Collectors.toSet()));
  }

  @Test
  void mergedFilesLeaveTheirSlicesBehindAndThoseOfOtherInputsDoNotCount() {
    List<SliceRecord> known =
        records(
            Stream.of("d1", "d2", "d3")
                .flatMap(directory -> SLICER.cut(files(directory, 2), List.of()).stream())
                .toList());
    List<InputFile> merged = new ArrayList<>(files("d2", 2));
    merged.add(Records.file("file:/d1/merged", 1));
    SlicePlan plan = plan(SLICER.cut(merged, known), known, Records.LINEAGE, SlicePlan.Reuse.KEEP);
    assertEquals(List.of(known.get(0)), plan.gone(known));
  }

  /** Those of ledgers that exist: the first 8 bytes of the SHA-256 of the names. */
  @Test
  void idsStayAsTheyWere() {
    assertEquals("52ce2b8d62ed170d", Slice.whole("lake.news.old", Optional.empty()).id());
    assertEquals("cf46d0fc1e0445e5", Slice.of(List.of(Records.file("file:/größe/a", 1))).id());
  }

  @Test
  void ledgerHoldsNoCredentialsAndStillKnowsItsFiles() {
    List<InputFile> files =
        List.of(
            Records.file("sftp://me:s3cret@host:22/d/a:1@x", 1),
            Records.file("sftp://me:s3cret@host:22/d/b:1@x", 1));
    List<Slice> slices = SLICER.cut(files, List.of());
    List<SliceRecord> known = records(slices);
    assertFalse(known.toString().contains("s3cret"), known.toString());
    assertFalse(slices.get(0).describe().contains("s3cret"));
    assertEquals(slices, SLICER.cut(files, known));
    assertEquals(
        Map.of(SliceAction.KEEP, 1),
        plan(slices, known, Records.LINEAGE, SlicePlan.Reuse.KEEP).counts());
    List<InputFile> other = List.of(Records.file("sftp://me:s3cret@host:22/d/c", 1));
    SlicePlan merged = plan(SLICER.cut(other, known), known, Records.LINEAGE, SlicePlan.Reuse.KEEP);
    assertEquals(known, merged.gone(known));
    Slice table = Slice.whole("sftp://me:s3cret@host/t", Optional.of("1"));
    assertFalse(records(List.of(table)).toString().contains("s3cret"));
  }

  @Test
  void tablesAreNeverGone() {
    List<SliceRecord> known = records(List.of(Slice.whole("lake.news.old", Optional.of("1"))));
    Slice table = Slice.whole("lake.news.articles", Optional.of("2"));
    SlicePlan plan = plan(List.of(table), known, Records.LINEAGE, SlicePlan.Reuse.KEEP);
    assertEquals(List.of(), plan.gone(known));
  }

  @Test
  void otherModelOrSettingScoresAnew() {
    assertEquals(
        "model changed from 0123456789ab to ffff",
        reason(new SliceLineage("ffff", Map.of("k", "v"), null)));
    assertEquals(
        "k changed from v to w",
        reason(new SliceLineage("0123456789abcdef", Map.of("k", "w"), null)));
    assertEquals(
        "l changed from null to 1",
        reason(new SliceLineage("0123456789abcdef", Map.of("k", "v", "l", "1"), null)));
  }

  /** Releases before there were profiles followed Pillow 12 and wrote no key. */
  @Test
  void recordWithoutAProfileIsOfPillow12() {
    SliceLineage now = profiled("pillow");
    assertEquals("score.preprocessing changed from pillow12 to pillow", reason(now));
    assertFalse(now.sharesEmbeddings(Records.LINEAGE));
    SliceLineage then = profiled("pillow12");
    assertEquals(Map.of(SliceAction.KEEP, 1), ofOne(then, SlicePlan.Reuse.KEEP).counts());
    assertTrue(then.sharesEmbeddings(Records.LINEAGE));
    assertEquals(Optional.empty(), now.differsInColumns(Records.LINEAGE));
  }

  private static SliceLineage profiled(String profile) {
    return new SliceLineage(
        "0123456789abcdef", Map.of("k", "v", SliceLineage.PREPROCESSING, profile), null);
  }

  @Test
  void otherThresholdOnlyLabelsAnew() {
    SliceLineage labelled =
        new SliceLineage("0123456789abcdef", Map.of("k", "v"), new SliceLineage.Labels(0.25, null));
    SlicePlan plan = ofOne(labelled, SlicePlan.Reuse.KEEP);
    assertEquals(Map.of(SliceAction.RELABEL, 1), plan.counts());
    assertEquals("calibration given", plan.work().get(0).reason());
  }

  @Test
  void failedRowsAreRetriedWhenAskedFor() {
    SlicePlan plan = ofOne(Records.LINEAGE, SlicePlan.Reuse.RETRY_FAILED);
    assertEquals(Map.of(SliceAction.RETRY, 1), plan.counts());
    assertEquals("10 rows without a similarity", plan.work().get(0).reason());
    assertEquals(
        Map.of(SliceAction.KEEP, 1), ofOne(Records.LINEAGE, SlicePlan.Reuse.KEEP).counts());
    assertEquals(
        Map.of(SliceAction.SCORE, 1), ofOne(Records.LINEAGE, SlicePlan.Reuse.NOTHING).counts());
  }

  @Test
  void inputWithoutFilesIsNeverTakenForUnchanged() {
    Slice whole = Slice.whole("db.articles", Optional.empty());
    assertNotEquals(whole.id(), Slice.whole("db.others", Optional.empty()).id());
    List<SliceRecord> known = records(List.of(whole));
    SlicePlan plan = plan(List.of(whole), known, Records.LINEAGE, SlicePlan.Reuse.KEEP);
    assertEquals("its input has no files to compare", plan.work().get(0).reason());
  }

  private static String reason(SliceLineage lineage) {
    return ofOne(lineage, SlicePlan.Reuse.KEEP).work().get(0).reason();
  }

  private static SlicePlan ofOne(SliceLineage lineage, SlicePlan.Reuse reuse) {
    List<Slice> slices = SLICER.cut(files("d", 1), List.of());
    return plan(slices, records(slices), lineage, reuse);
  }

  private static SlicePlan plan(
      List<Slice> slices, List<SliceRecord> known, SliceLineage lineage, SlicePlan.Reuse reuse) {
    Map<String, SliceRecord> stored =
        known.stream().collect(Collectors.toMap(SliceRecord::slice, record -> record));
    return SlicePlan.of(slices, stored, lineage, reuse);
  }

  private static List<SliceRecord> records(List<Slice> slices) {
    return slices.stream().map(s -> Records.record(s.id(), s.files())).toList();
  }

  private static List<InputFile> files(String first, int count) {
    return Stream.iterate(0, i -> i + 1)
        .limit(count)
        .map(i -> Records.file("file:/" + first + "/f" + i, 1))
        .toList();
  }

  private static List<InputFile> files(String first, int count, String second, int more) {
    return Stream.concat(files(first, count).stream(), files(second, more).stream()).toList();
  }
}
