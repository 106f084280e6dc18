package org.thumbscore.quality;

/** The metrics of an evaluation, in the column order of its tables. */
public enum Metric {
  F1("F1"),
  PRECISION("Precision"),
  RECALL("Recall"),
  ACCURACY("Accuracy"),
  ROC_AUC("ROC AUC"),
  AVERAGE_PRECISION("Avg. precision"),
  SPEARMAN("Spearman");

  private final String title;

  Metric(String title) {
    this.title = title;
  }

  /** Returns the column heading of the metric. */
  public String title() {
    return title;
  }

  /** Returns whether the metric depends on the threshold. */
  boolean needsThreshold() {
    return this != ROC_AUC && this != AVERAGE_PRECISION && this != SPEARMAN;
  }

  double of(RankMetrics ranks, Confusion confusion) {
    return switch (this) {
      case F1 -> confusion.f1();
      case PRECISION -> confusion.precision();
      case RECALL -> confusion.recall();
      case ACCURACY -> confusion.accuracy();
      case ROC_AUC -> ranks.rocAuc();
      case AVERAGE_PRECISION -> ranks.averagePrecision();
      case SPEARMAN -> ranks.spearman();
    };
  }
}
