package org.thumbscore.spark;

import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which columns of the input are read.
 *
 * @param id copied to the output as read
 * @param text a string column
 * @param image a binary column of encoded images, a string column of their paths, or a structure of
 *     {@code bytes} and {@code path} of which the first that is not null counts
 * @param keep copied to the output as read, after the id; partition columns included
 */
public record ArticleColumns(String id, String text, String image, List<String> keep)
    implements Serializable {
  public ArticleColumns {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(image, "image");
    keep = List.copyOf(keep);
  }

  /** What the output takes over: the id first, each column once. */
  public List<String> carried() {
    Set<String> carried = new LinkedHashSet<>(List.of(id));
    carried.addAll(keep);
    return List.copyOf(carried);
  }
}
