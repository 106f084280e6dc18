package org.thumbscore.spark;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.thumbscore.score.ScoreColumns;

/** The images of stored scores. */
public final class StoredImages {
  private StoredImages() {}

  /**
   * Returns a string that tells a row's image from others: its digest or, for an image that was
   * read by its path and has no digest, a hash of its embedding. The column is null where a row has
   * neither.
   */
  public static Column key() {
    Column embedding = functions.col(ScoreColumns.IMAGE_EMBEDDING);
    return functions.coalesce(
        functions.col(ScoreColumns.IMAGE_SHA256),
        functions.when(embedding.isNotNull(), functions.hex(functions.xxhash64(embedding))));
  }
}
