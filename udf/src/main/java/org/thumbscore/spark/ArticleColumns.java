package org.thumbscore.spark;

import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The input columns that scoring reads.
 *
 * @param id a column that is copied to the output unchanged
 * @param text a string column
 * @param image a binary column with encoded images, a string column with their paths, or a struct
 *     of {@code bytes} and {@code path}, of which the first that is not null is used
 * @param keep columns, including partition columns, that are copied to the output unchanged, after
 *     the id
 */
public record ArticleColumns(String id, String text, String image, List<String> keep)
    implements Serializable {
  public ArticleColumns {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(image, "image");
    keep = List.copyOf(keep);
  }

  /** Returns the columns that are copied to the output, the id first and each column once. */
  public List<String> carried() {
    Set<String> carried = new LinkedHashSet<>(List.of(id));
    carried.addAll(keep);
    return List.copyOf(carried);
  }
}
