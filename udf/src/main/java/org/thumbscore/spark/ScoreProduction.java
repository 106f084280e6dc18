package org.thumbscore.spark;

import java.util.Iterator;
import org.apache.spark.sql.Row;
import org.thumbscore.encoder.DualEncoder;
import org.thumbscore.pipeline.EmbeddedArticle;
import org.thumbscore.pipeline.StageTimes;
import org.thumbscore.score.ScoreColumns;

/** The rows of scores. */
record ScoreProduction(RowLayout layout, ScoreSettings settings) implements RowProduction {
  private static final int STATUS = OutputColumns.names().indexOf(ScoreColumns.STATUS);

  @Override
  public RowProducer open(DualEncoder encoder, StageTimes times) {
    return new Producer(new RowAssembler(layout, settings));
  }

  @Override
  public int statusIndex() {
    return layout.carried() + STATUS;
  }

  private record Producer(RowAssembler assembler) implements RowProducer {
    @Override
    public Iterator<Row> rows(Iterator<EmbeddedArticle<Row>> articles) {
      return new TimedIterator<>(articles, assembler::assemble);
    }

    @Override
    public void close() {}
  }
}
