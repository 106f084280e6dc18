package org.thumbscore.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thumbscore.image.PreparedImage;
import org.thumbscore.pipeline.EmbeddedArticle;
import org.thumbscore.text.TokenizedText;

class ArticleScorerTest {
  private static final TokenizedText TOKENS = new TokenizedText(new int[] {1, 2}, 2);

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "  \n",
        "\u00a0",
        "\u2003\u3000\u202f\u2028\u2029\u205f\u1680",
        "\u200b\u200c\u200d\u2060",
        "\u00ad",
        "\ufeff\ufeff",
        "\u200e\u202a\u202c",
        "\u0000\u0007\u0085",
        "\uDB40\uDC20"
      })
  void aBlankTextIsMissing(String text) {
    assertFalse(ArticleScorer.article(1, text, new byte[] {1}).text().isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00a0a", "\u200b.", "\ufeff\uD83D\uDE80", "\uD83D", "0"})
  void aTextWithOneCharacterToSeeIsNotMissing(String text) {
    assertEquals(text, ArticleScorer.article(1, text, new byte[] {1}).text().orElseThrow());
  }

  @Test
  void aImageWithoutBytesIsMissing() {
    assertFalse(ArticleScorer.article(1, "a", null).image().isPresent());
    assertFalse(ArticleScorer.article(1, "a", new byte[0]).image().isPresent());
  }

  @Test
  void aRowWithoutTextAndImageIsTextMissing() {
    assertEquals(
        RowStatus.TEXT_MISSING,
        ArticleScorer.score(embedded(Optional.empty(), new EmbeddedArticle.Incomplete())).status());
  }

  @Test
  void aRowWithoutImageIsImageMissing() {
    assertEquals(
        new RowScore.Rejected(
            RowStatus.IMAGE_MISSING,
            "no image: found null, blank or 0 bytes, expected an encoded image"),
        ArticleScorer.score(embedded(Optional.of(TOKENS), new EmbeddedArticle.Incomplete())));
  }

  @ParameterizedTest
  @EnumSource
  void everyReasonOfTheDecoderHasItsStatus(PreparedImage.Reason reason) {
    RowScore score =
        ArticleScorer.score(
            embedded(
                Optional.of(TOKENS),
                new EmbeddedArticle.ImageRejected(new PreparedImage.Rejected(reason, "why"))));
    assertEquals(new RowScore.Rejected(RowStatus.valueOf("IMAGE_" + reason.name()), "why"), score);
  }

  @Test
  void similarityIsTheCosine() {
    RowScore score =
        ArticleScorer.score(
            embedded(
                Optional.of(TOKENS),
                new EmbeddedArticle.Pair(new float[] {0.6f, 0.8f}, new float[] {1, 0})));
    assertEquals(0.6f, ((RowScore.Scored) score).similarity());
  }

  @Test
  void roundingNeverLeavesTheRangeOfACosine() {
    float[] vector = {0.8f, 0.6000001f};
    assertEquals(1f, Cosine.ofUnit(vector, vector));
    assertThrows(IllegalArgumentException.class, () -> Cosine.ofUnit(vector, new float[] {1}));
  }

  @Test
  void labelIsOneStrictlyAboveTheThreshold() {
    LabelThreshold threshold = new LabelThreshold(0.25);
    assertEquals(0, threshold.labelOf(0.25));
    assertEquals(1, threshold.labelOf(Math.nextUp(0.25)));
    assertEquals(0, threshold.labelOf(-1));
    assertThrows(IllegalArgumentException.class, () -> new LabelThreshold(Double.NaN));
  }

  private static EmbeddedArticle<Integer> embedded(
      Optional<TokenizedText> tokens, EmbeddedArticle.Outcome outcome) {
    return new EmbeddedArticle<>(7, tokens, outcome);
  }
}
