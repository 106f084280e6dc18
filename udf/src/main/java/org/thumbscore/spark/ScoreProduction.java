package org.thumbscore.spark;

import org.thumbscore.score.ScoreColumns;

/** The rows of scores. */
record ScoreProduction(RowLayout layout, ScoreSettings settings) implements RowProduction {
  private static final int STATUS = OutputColumns.names().indexOf(ScoreColumns.STATUS);

  @Override
  public RowProducer open(TaskResources task) {
    NearThreshold near = NearThreshold.open(settings, layout, task);
    RowAssembler assembler = new RowAssembler(layout, settings);
    return new ScoreProducer(layout, assembler, near, task.encoder().maxBatch());
  }

  @Override
  public int statusIndex() {
    return layout.carried() + STATUS;
  }
}
