package org.thumbscore.lake.plan;

import java.util.List;
import java.util.Map;
import org.thumbscore.score.RowStatus;

/** Records of the ledger for tests. */
public final class Records {
  public static final SliceLineage LINEAGE =
      new SliceLineage("0123456789abcdef", Map.of("k", "v"), null);

  private Records() {}

  public static SliceRecord record(String slice, List<InputFile> input) {
    return new SliceRecord(
        slice,
        "score",
        "run",
        input,
        LINEAGE,
        Map.of(RowStatus.OK, 90L, RowStatus.IMAGE_MISSING, 10L),
        List.of(),
        "2026-11-24T00:00:00Z");
  }

  static InputFile file(String path, int version) {
    return new InputFile(path, 100, Integer.toString(version));
  }
}
