package org.thumbscore.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.thumbscore.lake.source.SimilarityQuantiles;
import org.thumbscore.run.RunSummary;
import org.thumbscore.score.RowStatus;
import org.thumbscore.spark.metrics.EmbeddingTotals;
import org.thumbscore.spark.metrics.NearThresholdTotals;

/** Formats the summary of a score run as text. */
final class SummaryText {
  private static final int DIGEST = 12;

  private SummaryText() {}

  static String of(RunSummary run) {
    StringBuilder text = new StringBuilder();
    slices(text, run);
    rows(text, run);
    reused(text, run.embeddings());
    Optional.ofNullable(run.similarity()).ifPresent(quantiles -> similarity(text, quantiles));
    Optional.ofNullable(run.calibration()).ifPresent(labels -> labels(text, labels));
    tasks(text, run.seconds().tasks());
    line(text, "model", "%s (sha256 %s)", run.model().name(), digest(run));
    line(text, "device", "%s", run.devices().isEmpty() ? "none" : String.join("; ", run.devices()));
    line(text, "output", "%s", run.output().location());
    line(text, "run", "_thumbscore/runs/%s.json", run.runId());
    return text.toString();
  }

  /** Appends the slice counts, or nothing if the input was a single slice that was scored. */
  private static void slices(StringBuilder text, RunSummary run) {
    if (!run.slices().equals(Map.of("scored", 1))) {
      String counts =
          run.slices().entrySet().stream()
              .map(slice -> String.format(Locale.ROOT, "%,d %s", slice.getValue(), slice.getKey()))
              .collect(Collectors.joining(", "));
      line(text, "slices", "%s", counts.isEmpty() ? "none" : counts);
    }
  }

  private static void rows(StringBuilder text, RunSummary run) {
    line(
        text,
        "rows",
        "%,d in, %,d out; %,.1f rows/s for %,.1f s after %,.1f s of start-up",
        run.rows().in(),
        run.rows().out(),
        run.seconds().rowsPerSecond(),
        run.seconds().scoring(),
        run.seconds().startUp());
    for (Map.Entry<RowStatus, Long> status : run.rows().byStatus().entrySet()) {
      line(text, "", "%-17s %,d", status.getKey(), status.getValue());
    }
  }

  /** Appends the counts of reused embeddings, or nothing if none was reused. */
  private static void reused(StringBuilder text, RunSummary.Embeddings embeddings) {
    EmbeddingTotals images = embeddings.images();
    EmbeddingTotals texts = embeddings.texts();
    if (images.reused() + texts.reused() > 0) {
      line(
          text,
          "embeddings",
          "%,d of images and %,d of texts reused; %,d and %,d computed",
          images.reused(),
          texts.reused(),
          images.computed(),
          texts.computed());
    }
  }

  private static void similarity(StringBuilder text, SimilarityQuantiles q) {
    line(
        text,
        "similarity",
        "%8s %8s %8s %8s %8s %8s %8s",
        "min",
        "5%",
        "25%",
        "50%",
        "75%",
        "95%",
        "max");
    line(
        text,
        "",
        "%8.4f %8.4f %8.4f %8.4f %8.4f %8.4f %8.4f",
        q.min(),
        q.p5(),
        q.p25(),
        q.p50(),
        q.p75(),
        q.p95(),
        q.max());
  }

  private static void nearThreshold(StringBuilder text, NearThresholdTotals near) {
    if (near.rescored() > 0) {
      line(
          text,
          "",
          "%,d rows near the threshold scored again in fp32, which changed %,d labels",
          near.rescored(),
          near.labelsChanged());
    }
    if (near.rows() > near.rescored()) {
      line(
          text,
          "",
          "%,d labels could differ from those in fp32%s",
          near.rows() - near.rescored(),
          near.rescored() == 0 ? "; score.rescore-band=auto scores their rows again" : "");
    }
  }

  private static void labels(StringBuilder text, RunSummary.Labels labels) {
    line(text, "labels", "1 where cosine > %.6f (%s)", labels.threshold(), labels.policy());
    Optional.ofNullable(labels.nearThreshold()).ifPresent(near -> nearThreshold(text, near));
    if (labels.drift() != null) {
      line(
          text,
          "drift",
          "population stability index %.3f, Kolmogorov-Smirnov %.3f%s",
          labels.drift().psi(),
          labels.drift().ks(),
          labels.drift().exceedsWarning() ? ": not the scores it was calibrated on" : "");
    }
  }

  /** Appends the time that tasks spent in each stage, or nothing if no row was scored. */
  private static void tasks(StringBuilder text, Map<String, Double> stages) {
    double all = stages.values().stream().mapToDouble(Double::doubleValue).sum();
    if (all == 0) {
      return;
    }
    StringBuilder times = new StringBuilder();
    stages.forEach(
        (stage, seconds) ->
            times.append(
                String.format(
                    Locale.ROOT,
                    "%s%s %.1f s (%.0f%%)",
                    times.isEmpty() ? "" : ", ",
                    stage,
                    seconds,
                    100 * seconds / all)));
    line(text, "in tasks", "%s", times);
  }

  private static String digest(RunSummary run) {
    String sha256 = run.model().sha256();
    return sha256.substring(0, Math.min(DIGEST, sha256.length()));
  }

  private static void line(StringBuilder text, String name, String format, Object... values) {
    text.append(String.format(Locale.ROOT, "%-11s", name))
        .append(String.format(Locale.ROOT, format, values).stripTrailing())
        .append('\n');
  }
}
