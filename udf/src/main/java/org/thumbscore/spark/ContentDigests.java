package org.thumbscore.spark;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.thumbscore.score.ScoreColumns;

/**
 * What images and texts are found again by: the SHA-256, in hexadecimal, of an image's encoded
 * bytes and of a text in UTF-8. Null where there is none; equal digests are equal content.
 */
public final class ContentDigests {
  private static final int BITS = 256;

  private ContentDigests() {}

  /**
   * The digests of articles and nothing else.
   *
   * @return columns {@code image_sha256} and {@code text_sha256}, a row for each article
   */
  public static Dataset<Row> of(Dataset<Row> articles, ArticleColumns columns) {
    return articles.select(
        ofImage(articles, columns).as(ScoreColumns.IMAGE_SHA256),
        ofText(columns).as(ScoreColumns.TEXT_SHA256));
  }

  /** Null also where the column does not hold the image's bytes themselves. */
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
