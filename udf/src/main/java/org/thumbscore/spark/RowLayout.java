package org.thumbscore.spark;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.pipeline.Article;
import org.thumbscore.pipeline.KnownEmbeddings;
import org.thumbscore.score.ArticleScorer;

/**
 * Where things stand in the rows that a task reads: the carried columns first, then text and image,
 * then as far as they are there the digests of both, then the known embeddings of both.
 *
 * @param image what the image's column holds
 */
record RowLayout(int carried, Image image) implements Serializable {
  private static final int IMAGE = 1;
  private static final int IMAGE_SHA256 = 2;
  private static final int TEXT_SHA256 = 3;
  private static final int KNOWN_IMAGE = 4;
  private static final int KNOWN_TEXT = 5;

  enum Image {
    BYTES,
    PATH;

    static Image of(DataType type) {
      return type instanceof StringType ? PATH : BYTES;
    }
  }

  Article<Row> article(Row row) {
    Article<Row> article =
        image == Image.PATH
            ? ArticleScorer.articleAt(row, text(row), row.getString(carried + IMAGE))
            : ArticleScorer.article(row, text(row), image(row));
    return article.knowing(known(row));
  }

  private String text(Row row) {
    return row.getString(carried);
  }

  private byte[] image(Row row) {
    return row.<byte[]>getAs(carried + IMAGE);
  }

  /** Null where there is no image. */
  String imageSha256(Row row) {
    return row.getString(carried + IMAGE_SHA256);
  }

  /** Of a text that may be blank. */
  String textSha256(Row row) {
    return row.getString(carried + TEXT_SHA256);
  }

  private KnownEmbeddings known(Row row) {
    return row.length() > carried + KNOWN_IMAGE
        ? new KnownEmbeddings(embedding(row, KNOWN_IMAGE), embedding(row, KNOWN_TEXT))
        : KnownEmbeddings.NONE;
  }

  private Optional<Embedding.Unit> embedding(Row row, int at) {
    return row.isNullAt(carried + at)
        ? Optional.empty()
        : Optional.of(EmbeddingColumn.read(row.getStruct(carried + at)));
  }
}
