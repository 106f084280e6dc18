package org.thumbscore.score;

import java.util.Optional;
import org.thumbscore.image.PreparedImage;
import org.thumbscore.pipeline.Article;
import org.thumbscore.pipeline.ArticleImage;
import org.thumbscore.pipeline.EmbeddedArticle;
import org.thumbscore.pipeline.EmbeddedArticle.ImageRejected;
import org.thumbscore.pipeline.EmbeddedArticle.ModelFailed;
import org.thumbscore.pipeline.EmbeddedArticle.Pair;

/** Decides what counts as missing before embedding, and what the row says after it. */
public final class ArticleScorer {
  private ArticleScorer() {}

  /**
   * What the pipeline should embed of a row.
   *
   * @param text null or blank: there is none
   * @param image null or without bytes: there is none
   */
  public static <T> Article<T> article(T payload, String text, byte[] image) {
    return new Article<>(
        payload,
        words(text),
        Optional.ofNullable(image).filter(b -> b.length > 0).map(ArticleImage.Encoded::new));
  }

  /**
   * What the pipeline should embed of a row that names its image.
   *
   * @param text null or blank: there is none
   * @param path null or blank: there is none
   */
  public static <T> Article<T> articleAt(T payload, String text, String path) {
    return new Article<>(
        payload,
        words(text),
        Optional.ofNullable(path).filter(p -> !p.isBlank()).map(ArticleImage.At::new));
  }

  private static Optional<String> words(String text) {
    return Optional.ofNullable(text).filter(words -> !words.isBlank());
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
