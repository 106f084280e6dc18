package org.thumbscore.report;

import java.util.ArrayList;
import java.util.List;
import org.thumbscore.quality.ScoreHistogram;

/** A histogram with few enough bars to be legible. */
record Histogram(List<ChartData.Bar> bars) {
  private static final int MOST_BARS = 60;

  static Histogram of(ScoreHistogram fine) {
    int together = Math.max(1, (int) Math.ceil(fine.counts().size() / (double) MOST_BARS));
    List<ChartData.Bar> bars = new ArrayList<>();
    for (int i = 0; i < fine.counts().size(); i += together) {
      int end = Math.min(i + together, fine.counts().size());
      long rows = fine.counts().subList(i, end).stream().mapToLong(Long::longValue).sum();
      bars.add(
          new ChartData.Bar(
              rounded(fine.low() + i * fine.width()),
              rounded(fine.low() + (i + together) * fine.width()),
              rows));
    }
    return new Histogram(bars);
  }

  private static double rounded(double edge) {
    return Math.round(edge * 1e6) / 1e6;
  }

  List<Page.BinRow> table() {
    return bars.stream()
        .map(
            bar ->
                new Page.BinRow(
                    Numbers.score(bar.from()), Numbers.score(bar.to()), Numbers.count(bar.rows())))
        .toList();
  }
}
