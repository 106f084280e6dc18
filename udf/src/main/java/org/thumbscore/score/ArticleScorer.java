package org.thumbscore.score;

import java.util.Optional;
import org.thumbscore.common.BlankText;
import org.thumbscore.image.PreparedImage;
import org.thumbscore.pipeline.Article;
import org.thumbscore.pipeline.ArticleImage;
import org.thumbscore.pipeline.EmbeddedArticle;
import org.thumbscore.pipeline.EmbeddedArticle.ImageRejected;
import org.thumbscore.pipeline.EmbeddedArticle.ModelFailed;
import org.thumbscore.pipeline.EmbeddedArticle.Pair;

/**
 * The rules for which parts of an article are missing before it is embedded, and what its row
 * reports afterwards.
 */
public final class ArticleScorer {
  /** The maximum length of an image path, in characters. */
  public static final int MAX_PATH = 4_096;

  private ArticleScorer() {}

  /**
   * Returns the article that the pipeline embeds for a row.
   *
   * @param text the text; null or blank if there is none
   * @param image the encoded image; null or empty if there is none
   */
  public static <T> Article<T> article(T payload, String text, byte[] image) {
    return articleWith(payload, text, encoded(image));
  }

  /**
   * Returns the article that the pipeline embeds for a row that refers to its image by path.
   *
   * @param text the text; null or blank if there is none
   * @param path the image's path; null or blank if there is none
   */
  public static <T> Article<T> articleAt(T payload, String text, String path) {
    return articleWith(payload, text, at(path));
  }

  /**
   * Returns the article that the pipeline embeds for a row.
   *
   * @param text the text; null or blank if there is none
   */
  public static <T> Article<T> articleWith(T payload, String text, Optional<ArticleImage> image) {
    return new Article<>(
        payload, Optional.ofNullable(text).filter(words -> !BlankText.isBlank(words)), image);
  }

  /** Returns an image given by its bytes, or empty if the bytes are null or empty. */
  public static Optional<ArticleImage> encoded(byte[] image) {
    return Optional.ofNullable(image).filter(b -> b.length > 0).map(ArticleImage.Encoded::new);
  }

  /**
   * Returns an image given by its path. A path longer than {@value #MAX_PATH} characters is
   * refused, because no file system supports it and every attempt to read it takes time.
   *
   * @param path the path; null or blank if there is no image
   */
  public static Optional<ArticleImage> at(String path) {
    if (path != null && path.length() > MAX_PATH) {
      return Optional.of(
          refused(
              PreparedImage.Reason.UNREADABLE,
              "Cannot read image: its path has more than %d characters".formatted(MAX_PATH)));
    }
    return Optional.ofNullable(path).filter(p -> !BlankText.isBlank(p)).map(ArticleImage.At::new);
  }

  /** Returns an image that was refused because it has more bytes than allowed. */
  public static ArticleImage tooLarge(long bytes, long allowed) {
    return refused(
        PreparedImage.Reason.TOO_LARGE, bytes + " bytes; score.max-image-bytes allows " + allowed);
  }

  private static ArticleImage refused(PreparedImage.Reason reason, String message) {
    return new ArticleImage.Refused(new PreparedImage.Rejected(reason, message));
  }

  /** Returns the score of an embedded article, or the reason why it has none. */
  public static RowScore score(EmbeddedArticle<?> article) {
    if (article.outcome() instanceof Pair pair) {
      float similarity = Cosine.best(pair.image().vectors(), pair.text().vectors());
      return new RowScore.Scored(similarity, pair.image(), pair.text());
    }
    if (article.outcome() instanceof ImageRejected rejected) {
      return rejected(rejected.why());
    }
    if (article.outcome() instanceof ModelFailed failed) {
      return new RowScore.Rejected(RowStatus.MODEL_FAILED, failed.message());
    }
    return missing(article);
  }

  private static RowScore missing(EmbeddedArticle<?> article) {
    return article.tokens().isEmpty()
        ? new RowScore.Rejected(
            RowStatus.TEXT_MISSING, "no text: found null or blank, expected words to embed")
        : new RowScore.Rejected(
            RowStatus.IMAGE_MISSING,
            "no image: found null, blank or 0 bytes, expected an encoded image");
  }

  private static RowScore rejected(PreparedImage.Rejected why) {
    RowStatus status =
        switch (why.reason()) {
          case TOO_LARGE -> RowStatus.IMAGE_TOO_LARGE;
          case UNDECODABLE -> RowStatus.IMAGE_UNDECODABLE;
          case UNREADABLE -> RowStatus.IMAGE_UNREADABLE;
          case MISSING -> RowStatus.IMAGE_MISSING;
        };
    return new RowScore.Rejected(status, why.message());
  }
}
