package org.thumbscore.spark;

import java.util.Iterator;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.spark.sql.Row;
import org.thumbscore.pipeline.EmbeddedArticle;
import org.thumbscore.spark.metrics.TaskMeasure;

/** Makes the output rows of one partition. Used by one thread. */
interface RowProducer extends AutoCloseable {
  /** Returns one row for each article, in the same order, computed as they are requested. */
  Iterator<Row> rows(Iterator<EmbeddedArticle<Row>> articles);

  /** Returns what it counts, as it grows. */
  default Map<TaskMeasure, LongSupplier> measures() {
    return Map.of();
  }

  @Override
  void close();
}
