package org.thumbscore.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.thumbscore.pipeline.Article;
import org.thumbscore.pipeline.ArticleImage;
import org.thumbscore.pipeline.KnownEmbeddings;
import org.thumbscore.score.ArticleScorer;
import org.thumbscore.text.TextPrefix;

/**
 * Where things stand in the rows that a task reads: the carried columns first, then what {@link
 * BoundedCells} makes of text and image, then as far as they are there the digests of both, then
 * the known embeddings of both.
 *
 * @param maxImageBytes longest image, for messages
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

  /** Whether the text is longer than what is read of it. */
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
        ? new KnownEmbeddings(vector(row, KNOWN_IMAGE), vector(row, KNOWN_TEXT))
        : KnownEmbeddings.NONE;
  }

  private Optional<float[]> vector(Row row, int at) {
    if (row.isNullAt(carried + at)) {
      return Optional.empty();
    }
    List<Float> values = row.getList(carried + at);
    float[] vector = new float[values.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = values.get(i);
    }
    return Optional.of(vector);
  }
}
