package org.thumbscore.spark;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.pipeline.Article;
import org.thumbscore.pipeline.ArticleImage;
import org.thumbscore.pipeline.KnownEmbeddings;
import org.thumbscore.score.ArticleScorer;
import org.thumbscore.text.TextPrefix;

/**
 * The positions of the columns in the rows that a task reads: first the copied columns, then the
 * columns of {@link BoundedCells} for text and image, then, where present, the digests of both and
 * the known embeddings of both.
 *
 * @param maxImageBytes the maximum size of an image in bytes, for messages
 */
record RowLayout(int carried, long maxImageBytes) implements Serializable {
  private static final int TEXT = 0;
  private static final int TEXT_CUT = 1;
  private static final int IMAGE = 2;
  private static final int IMAGE_LENGTH = 3;
  private static final int IMAGE_PATH = 4;
  private static final int IMAGE_SHA256 = 5;
  private static final int TEXT_SHA256 = 6;
  private static final int KNOWN_IMAGE = 7;
  private static final int KNOWN_TEXT = 8;

  Article<Row> article(Row row) {
    return ArticleScorer.articleWith(row, text(row), image(row)).knowing(known(row));
  }

  private String text(Row row) {
    String text = row.getString(carried + TEXT);
    return isTextCut(row) ? TextPrefix.atWhiteSpace(text) : text;
  }

  /** Returns whether the text is longer than the part that is read. */
  boolean isTextCut(Row row) {
    return !row.isNullAt(carried + TEXT_CUT) && row.getBoolean(carried + TEXT_CUT);
  }

  private Optional<ArticleImage> image(Row row) {
    if (row.isNullAt(carried + IMAGE_LENGTH)) {
      return ArticleScorer.at(row.getString(carried + IMAGE_PATH));
    }
    return row.isNullAt(carried + IMAGE)
        ? Optional.of(ArticleScorer.tooLarge(row.getInt(carried + IMAGE_LENGTH), maxImageBytes))
        : ArticleScorer.encoded(row.<byte[]>getAs(carried + IMAGE));
  }

  /** Returns the beginning of the text that is read, which must not be null. */
  String readText(Row row) {
    return text(row);
  }

  /** Returns the number of bytes of the image in the row, or 0 if it has none. */
  long imageBytes(Row row) {
    return row.isNullAt(carried + IMAGE_LENGTH) ? 0 : row.getInt(carried + IMAGE_LENGTH);
  }

  /** Returns the digest of the image, or null if there is no image. */
  String imageSha256(Row row) {
    return row.getString(carried + IMAGE_SHA256);
  }

  /** Returns the digest of the text, even if the text is blank. */
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
