package org.thumbscore.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.thumbscore.run.DryRun;
import org.thumbscore.run.ProgressLine;

/** Formats the plan of a dry run as text. */
final class DryRunText {
  private static final int LISTED = 40;

  private DryRunText() {}

  /**
   * Returns one line for each slice that would be processed, the row counts and an estimated
   * duration.
   */
  static String of(DryRun plan) {
    StringBuilder text = new StringBuilder();
    line(text, "slices", "%s", counts(plan));
    plan.work().stream().limit(LISTED).forEach(slice -> slice(text, slice));
    if (plan.work().size() > LISTED) {
      line(text, "", "and %,d more", plan.work().size() - LISTED);
    }
    line(text, "rows", "%,d to score, %,d to write", plan.rowsToScore(), plan.rowsToWrite());
    reuse(text, plan);
    line(text, "time", "%s", time(plan));
    return text.toString();
  }

  private static String counts(DryRun plan) {
    StringBuilder counts = new StringBuilder();
    for (Map.Entry<String, Integer> entry : plan.counts().entrySet()) {
      counts
          .append(counts.isEmpty() ? "" : ", ")
          .append(String.format(Locale.ROOT, "%,d to be %s", entry.getValue(), entry.getKey()));
    }
    return counts.isEmpty() ? "none" : counts.toString();
  }

  private static void slice(StringBuilder text, DryRun.Work work) {
    line(
        text,
        "",
        "%-7s %s, %,d rows: %s",
        work.slice().action().name().toLowerCase(Locale.ROOT),
        work.slice().slice().describe(),
        work.rows(),
        work.slice().reason());
  }

  private static void reuse(StringBuilder text, DryRun plan) {
    if (plan.rowsToScore() > 0 && plan.reusableSlices() > 0) {
      line(
          text,
          "embeddings",
          "reused as far as %,d %s of the output %s them",
          plan.reusableSlices(),
          plan.reusableSlices() == 1 ? "slice" : "slices",
          plan.reusableSlices() == 1 ? "has" : "have");
    }
  }

  private static String time(DryRun plan) {
    if (plan.rowsToScore() == 0) {
      return "none for the model";
    }
    return plan.lastRate()
        .map(
            rate ->
                String.format(
                    Locale.ROOT,
                    "about %s, at the %,.1f rows/s of run %s",
                    ProgressLine.words(
                        Duration.ofSeconds(Math.round(plan.rowsToScore() / rate.rowsPerSecond()))),
                    rate.rowsPerSecond(),
                    rate.runId()))
        .orElse("not known: no run has scored into this output yet");
  }

  private static void line(StringBuilder text, String name, String format, Object... values) {
    text.append(String.format(Locale.ROOT, "%-11s", name))
        .append(String.format(Locale.ROOT, format, values).stripTrailing())
        .append('\n');
  }
}
