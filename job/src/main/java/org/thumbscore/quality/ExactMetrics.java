package org.thumbscore.quality;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.evaluation.BinaryClassificationMetrics;
import org.apache.spark.mllib.rdd.RDDFunctions;
import org.apache.spark.mllib.stat.Statistics;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Computes exact metrics for any number of rows with spark-mllib, without grouping scores into
 * levels.
 *
 * <p>Average precision is summed over the points of the precision-recall curve here, because the
 * area that mllib computes interpolates between them.
 */
final class ExactMetrics {
  private ExactMetrics() {}

  /** Returns the metrics of the ranking. Both labels must occur in the rows. */
  static RankMetrics ranks(Dataset<Row> rows) {
    JavaRDD<Row> each = rows.select("score", "label").javaRDD();
    JavaRDD<Tuple2<Object, Object>> pairs =
        each.map(row -> new Tuple2<Object, Object>(row.getDouble(0), row.getDouble(1)));
    BinaryClassificationMetrics metrics = new BinaryClassificationMetrics(pairs.rdd(), 0);
    try {
      double spearman =
          Statistics.corr(
              each.map(row -> (Double) row.getDouble(0)),
              each.map(row -> (Double) row.getDouble(1)),
              "spearman");
      return new RankMetrics(
          metrics.areaUnderROC(), averagePrecision(metrics.pr().toJavaRDD()), spearman);
    } finally {
      metrics.unpersist();
    }
  }

  /**
   * Returns the average precision of a curve of (recall, precision) points that starts at recall 0.
   */
  private static double averagePrecision(JavaRDD<Tuple2<Object, Object>> curve) {
    ClassTag<Tuple2<Object, Object>> tag = ClassTag$.MODULE$.apply(Tuple2.class);
    return RDDFunctions.fromRDD(curve.rdd(), tag)
        .sliding(2)
        .toJavaRDD()
        .mapToDouble(ExactMetrics::step)
        .sum();
  }

  private static double step(Object window) {
    Tuple2<?, ?>[] points = (Tuple2<?, ?>[]) window;
    double recall = (Double) points[1]._1() - (Double) points[0]._1();
    return recall * (Double) points[1]._2();
  }

  /** Returns the confusion matrix at a threshold on the cosine. */
  static Confusion confusion(Dataset<Row> rows, double threshold) {
    Column above = functions.col("score").gt(threshold);
    Column positive = functions.col("label").equalTo(1);
    Row counts =
        rows.agg(
                functions.count_if(positive.and(above)),
                functions.count_if(functions.not(positive).and(above)),
                functions.count_if(positive.and(functions.not(above))),
                functions.count_if(functions.not(positive).and(functions.not(above))))
            .head();
    return new Confusion(
        counts.getLong(0), counts.getLong(1), counts.getLong(2), counts.getLong(3));
  }
}
