package org.thumbscore.run;

import java.util.List;
import org.apache.spark.sql.SparkSession;

/** The example of job/README.md; a test runs it and compares the two. */
final class ScoreArticles {
  private ScoreArticles() {}

  static RunSummary score(SparkSession spark, String articles, String model, String scores) {
    ScoreRequest request =
        ScoreRequest.builder()
            .input(articles)
            .output(scores)
            .model(model)
            .idColumn("id")
            .textColumn("summary")
            .imageColumn("thumbnail")
            .keep(List.of("source"))
            .set("score.batch-size", 16)
            .build();
    RunSummary summary = ScoreJob.run(spark, request);
    System.out.println(summary.rows().out() + " rows, by status " + summary.rows().byStatus());
    return summary;
  }
}
