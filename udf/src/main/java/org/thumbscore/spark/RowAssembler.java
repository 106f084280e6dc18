package org.thumbscore.spark;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.thumbscore.pipeline.EmbeddedArticle;
import org.thumbscore.score.LabelThreshold;
import org.thumbscore.score.RowScore;
import org.thumbscore.spark.ScoreSettings.Threshold;
import org.thumbscore.text.TokenizedText;

/** A builder of output rows, in which missing values are null. Not thread-safe. */
final class RowAssembler {
  private final RowLayout layout;
  private final ScoreSettings settings;
  private final Timestamp scoredAt;
  private final LabelThreshold threshold;

  RowAssembler(RowLayout layout, ScoreSettings settings) {
    this.layout = layout;
    this.settings = settings;
    this.scoredAt = Timestamp.from(settings.lineage().scoredAt());
    this.threshold =
        settings.lineage().threshold() instanceof Threshold.Calibrated calibrated
            ? calibrated.threshold()
            : null;
  }

  Row assemble(EmbeddedArticle<Row> article, RowScore score) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < layout.carried(); i++) {
      values.add(article.payload().get(i));
    }
    addScore(values, score);
    addTokens(values, article);
    addLineage(values);
    addExtras(values, score);
    if (settings.lineage().embeddings()) {
      addEmbeddings(values, score);
      addDigests(values, article);
    }
    return RowFactory.create(values.toArray());
  }

  private void addScore(List<Object> values, RowScore score) {
    if (score instanceof RowScore.Scored scored) {
      values.add(scored.similarity());
      values.add(threshold == null ? null : threshold.labelOf(scored.similarity()));
    } else {
      values.add(null);
      values.add(null);
    }
    values.add(score.status().name());
    values.add(score instanceof RowScore.Rejected rejected ? rejected.error() : null);
  }

  private void addTokens(List<Object> values, EmbeddedArticle<Row> article) {
    TokenizedText tokens = article.tokens().orElse(null);
    values.add(tokens == null ? null : tokens.tokens());
    values.add(tokens == null ? null : tokens.truncated() || layout.isTextCut(article.payload()));
  }

  private void addLineage(List<Object> values) {
    values.add(settings.lineage().model());
    values.add(settings.source().bundleSha256());
    values.add(threshold == null ? null : threshold.cosine());
    values.add(settings.lineage().runId());
    values.add(scoredAt);
  }

  private void addExtras(List<Object> values, RowScore score) {
    if (score instanceof RowScore.Scored scored) {
      values.addAll(scored.image().extras());
    } else {
      settings.source().output().extraColumns().forEach(extra -> values.add(null));
    }
  }

  private static void addEmbeddings(List<Object> values, RowScore score) {
    if (score instanceof RowScore.Scored scored) {
      values.add(EmbeddingColumn.cell(scored.image().vectors()));
      values.add(EmbeddingColumn.cell(scored.text().vectors()));
    } else {
      values.add(null);
      values.add(null);
    }
  }

  private void addDigests(List<Object> values, EmbeddedArticle<Row> article) {
    values.add(layout.imageSha256(article.payload()));
    // A blank text counts as missing.
    values.add(article.tokens().isPresent() ? layout.textSha256(article.payload()) : null);
  }
}
