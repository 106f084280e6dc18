package org.thumbscore.spark;

import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;
import org.thumbscore.pipeline.StageTimes;

/** Scores a partition as it streams by. */
record PartitionScorer(ExecutorEncoder encoder, RowLayout layout, ScoreAccumulators accumulators)
    implements MapPartitionsFunction<Row, Row> {

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return Collections.emptyIterator();
    }
    StageTimes times = new StageTimes();
    ScoredRows scored =
        new ScoredRows(
            rows,
            layout,
            encoder.settings(),
            encoder.acquire(),
            encoder.images(times),
            times,
            accumulators);
    // A limit or a failed sibling abandons the iterator before its end.
    TaskCompletionListener giveBack = context -> scored.close();
    TaskContext.get().addTaskCompletionListener(giveBack);
    return scored;
  }
}
