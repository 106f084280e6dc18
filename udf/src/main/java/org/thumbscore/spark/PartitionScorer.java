package org.thumbscore.spark;

import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;
import org.thumbscore.spark.metrics.ScoreAccumulators;

/** A function that maps the rows of a partition to output rows as a stream. */
record PartitionScorer(
    ExecutorEncoder encoder, RowLayout layout, RowProduction production, ScoreAccumulators metrics)
    implements MapPartitionsFunction<Row, Row> {
  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return Collections.emptyIterator();
    }
    ScoredRows scored = ScoredRows.open(rows, layout, production, encoder, metrics);
    // A limit or the failure of another task abandons the iterator before its end.
    TaskCompletionListener giveBack = context -> scored.close();
    TaskContext.get().addTaskCompletionListener(giveBack);
    return scored;
  }
}
