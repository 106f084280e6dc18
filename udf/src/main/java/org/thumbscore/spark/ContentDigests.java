package org.thumbscore.spark;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.thumbscore.score.ScoreColumns;

/**
 * The digests by which the embeddings of images and texts are looked up: the SHA-256, in
 * hexadecimal, of an image's encoded bytes and of a text in UTF-8. A digest is null if there is no
 * image or text.
 */
public final class ContentDigests {
  private static final int BITS = 256;

  private ContentDigests() {}

  /**
   * Returns only the digests of articles.
   *
   * @return the columns {@code image_sha256} and {@code text_sha256}, with one row for each article
   */
  public static Dataset<Row> of(Dataset<Row> articles, ArticleColumns columns) {
    return articles.select(
        ofImage(articles, columns).as(ScoreColumns.IMAGE_SHA256),
        ofText(columns).as(ScoreColumns.TEXT_SHA256));
  }

  /**
   * Returns the digests of the images, which are also null if the column does not contain the image
   * bytes themselves.
   */
  static Column ofImage(Dataset<Row> articles, ArticleColumns columns) {
    Column bytes =
        BoundedCells.bytes(
            Columns.named(columns.image()), articles.schema().apply(columns.image()).dataType());
    return functions.when(functions.octet_length(bytes).gt(0), functions.sha2(bytes, BITS));
  }

  static Column ofText(ArticleColumns columns) {
    return functions.sha2(Columns.named(columns.text()).cast("binary"), BITS);
  }
}
