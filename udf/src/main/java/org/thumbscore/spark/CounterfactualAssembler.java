package org.thumbscore.spark;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.thumbscore.counterfactual.Counterfactual;
import org.thumbscore.score.RowScore;
import org.thumbscore.score.RowStatus;

/** A builder of rows with counterfactual texts, in which missing values are null. */
final class CounterfactualAssembler {
  private final RowLayout layout;
  private final ScoreSettings settings;
  private final Timestamp writtenAt;

  CounterfactualAssembler(RowLayout layout, ScoreSettings settings) {
    this.layout = layout;
    this.settings = settings;
    this.writtenAt = Timestamp.from(settings.lineage().scoredAt());
  }

  /** Returns the row of an article that was scored. */
  Row assemble(Row article, float similarity, Counterfactual counterfactual) {
    String[] names = counterfactual.names().toArray(String[]::new);
    if (counterfactual instanceof Counterfactual.Found found) {
      return row(
          article,
          found.text(),
          similarity,
          found.similarity(),
          found.tries(),
          names,
          RowStatus.OK.name(),
          null);
    }
    Counterfactual.NotFound none = (Counterfactual.NotFound) counterfactual;
    return row(
        article,
        null,
        similarity,
        null,
        none.tries() == 0 ? null : none.tries(),
        names.length == 0 ? null : names,
        RowStatus.valueOf(none.reason().name()).name(),
        none.message());
  }

  /** Returns the row of an article that was not scored. */
  Row assemble(Row article, RowScore.Rejected why) {
    return row(article, null, null, null, null, null, why.status().name(), why.error());
  }

  private Row row(Row article, Object... written) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < layout.carried(); i++) {
      values.add(article.get(i));
    }
    values.addAll(Arrays.asList(written));
    values.add(settings.lineage().model());
    values.add(settings.source().bundleSha256());
    values.add(settings.lineage().runId());
    values.add(writtenAt);
    return RowFactory.create(values.toArray());
  }
}
