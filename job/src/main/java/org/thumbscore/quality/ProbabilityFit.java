package org.thumbscore.quality;

import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.regression.IsotonicRegression;
import org.apache.spark.ml.regression.IsotonicRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The methods of fitting probabilities to labelled scores, implemented with spark-mllib. */
public enum ProbabilityFit {
  ISOTONIC {
    @Override
    ScoreProbability fit(LabelledScores scores) {
      IsotonicRegressionModel model =
          new IsotonicRegression()
              .setFeaturesCol("score")
              .setWeightCol("weight")
              .fit(scores.weighted());
      return new ScoreProbability(
          "isotonic",
          Arrays.stream(model.boundaries().toArray()).boxed().toList(),
          Arrays.stream(model.predictions().toArray()).boxed().toList(),
          null,
          null);
    }
  },
  LOGISTIC {
    @Override
    ScoreProbability fit(LabelledScores scores) {
      Dataset<Row> features =
          new VectorAssembler()
              .setInputCols(new String[] {"score"})
              .setOutputCol("features")
              .transform(scores.weighted());
      LogisticRegressionModel model =
          new LogisticRegression().setWeightCol("weight").setTol(1e-9).fit(features);
      return new ScoreProbability(
          "logistic", null, null, model.intercept(), model.coefficients().apply(0));
    }
  };

  abstract ScoreProbability fit(LabelledScores scores);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
