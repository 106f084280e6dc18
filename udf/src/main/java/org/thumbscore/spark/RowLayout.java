package org.thumbscore.spark;

import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.thumbscore.embed.Article;
import org.thumbscore.score.ArticleScorer;

/**
 * Where things stand in the rows that a task reads: the carried columns first, then text, then
 * picture.
 *
 * @param image what the picture's column holds
 */
record RowLayout(int carried, Image image) implements Serializable {

  enum Image {
    BYTES,
    PATH;

    static Image of(DataType type) {
      return type instanceof StringType ? PATH : BYTES;
    }
  }

  Article<Row> article(Row row) {
    return image == Image.PATH
        ? ArticleScorer.articleAt(row, text(row), row.getString(carried + 1))
        : ArticleScorer.article(row, text(row), image(row));
  }

  private String text(Row row) {
    return row.getString(carried);
  }

  private byte[] image(Row row) {
    return row.<byte[]>getAs(carried + 1);
  }
}
