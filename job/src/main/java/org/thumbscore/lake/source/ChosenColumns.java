package org.thumbscore.lake.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.thumbscore.lake.plan.Slice;
import org.thumbscore.spark.ArticleColumns;

/**
 * Columns of an input, spelled as it spells them.
 *
 * @param kept copied to the output: the name in the input, and the name in the output
 * @param partitionBy directories of the output, outermost first; among those kept
 */
public record ChosenColumns(
    String id, String text, String image, Map<String, String> kept, List<String> partitionBy) {
  public ChosenColumns {
    kept = new LinkedHashMap<>(kept);
    partitionBy = List.copyOf(partitionBy);
  }

  /** The columns of what {@link ArticleSource#select} yields. */
  public ArticleColumns selected() {
    return new ArticleColumns(id, text, image, List.copyOf(kept.values()));
  }

  /** The same columns with the slice of each row, which is carried through scoring. */
  public ArticleColumns selectedWithSlice() {
    return new ArticleColumns(
        id, text, image, Stream.concat(kept.values().stream(), Stream.of(Slice.COLUMN)).toList());
  }

  /** Those kept under another name, for scoring writes a column of theirs. */
  public Map<String, String> renamed() {
    Map<String, String> renamed = new LinkedHashMap<>(kept);
    renamed.entrySet().removeIf(entry -> entry.getKey().equals(entry.getValue()));
    return renamed;
  }
}
