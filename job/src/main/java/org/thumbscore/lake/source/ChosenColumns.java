package org.thumbscore.lake.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.thumbscore.lake.plan.Slice;
import org.thumbscore.spark.ArticleColumns;

/**
 * The chosen columns of an input, spelled as in the input.
 *
 * @param kept the columns to copy to the output, as a map from input name to output name
 * @param partitionBy the columns to partition the output by, outermost first; a subset of those
 *     kept
 */
public record ChosenColumns(
    String id, String text, String image, Map<String, String> kept, List<String> partitionBy) {
  public ChosenColumns {
    kept = new LinkedHashMap<>(kept);
    partitionBy = List.copyOf(partitionBy);
  }

  /** Returns the columns of the rows that {@link ArticleSource#select} returns. */
  public ArticleColumns selected() {
    return new ArticleColumns(id, text, image, List.copyOf(kept.values()));
  }

  /** Returns the selected columns and the slice column, which is carried through scoring. */
  public ArticleColumns selectedWithSlice() {
    return new ArticleColumns(
        id, text, image, Stream.concat(kept.values().stream(), Stream.of(Slice.COLUMN)).toList());
  }

  /** Returns the kept columns that are renamed because scoring writes a column of the same name. */
  public Map<String, String> renamed() {
    Map<String, String> renamed = new LinkedHashMap<>(kept);
    renamed.entrySet().removeIf(entry -> entry.getKey().equals(entry.getValue()));
    return renamed;
  }
}
