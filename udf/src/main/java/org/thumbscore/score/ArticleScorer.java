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

/** Decides what counts as missing before embedding, and what the row says after it. */
public final class ArticleScorer {
  /** The longest path of an image, in characters. */
  public static final int MAX_PATH = 4_096;

  private ArticleScorer() {}

  /**
   * What the pipeline should embed of a row.
   *
   * @param text null or blank: there is none
   * @param image null or without bytes: there is none
   */
  public static <T> Article<T> article(T payload, String text, byte[] image) {
    return articleWith(payload, text, encoded(image));
  }

  /**
   * What the pipeline should embed of a row that names its image.
   *
   * @param text null or blank: there is none
   * @param path null or blank: there is none
   */
  public static <T> Article<T> articleAt(T payload, String text, String path) {
    return articleWith(payload, text, at(path));
  }

  /**
   * What the pipeline should embed of a row.
   *
   * @param text null or blank: there is none
   */
  public static <T> Article<T> articleWith(T payload, String text, Optional<ArticleImage> image) {
    return new Article<>(
        payload, Optional.ofNullable(text).filter(words -> !BlankText.isBlank(words)), image);
  }

  /** An image by its bytes; null or none of them: there is none. */
  public static Optional<ArticleImage> encoded(byte[] image) {
    return Optional.ofNullable(image).filter(b -> b.length > 0).map(ArticleImage.Encoded::new);
  }

  /**
   * An image by its path. One that is longer than {@value #MAX_PATH} characters is refused, for no
   * file system has such, and every look at it takes time.
   *
   * @param path null or blank: there is none
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

  /** An image that has more bytes than are read. */
  public static ArticleImage tooLarge(long bytes, long allowed) {
    return refused(
        PreparedImage.Reason.TOO_LARGE, bytes + " bytes; score.max-image-bytes allows " + allowed);
  }

  private static ArticleImage refused(PreparedImage.Reason reason, String message) {
    return new ArticleImage.Refused(new PreparedImage.Rejected(reason, message));
  }

  /** What the row says. */
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
