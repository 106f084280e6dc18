package org.thumbscore.run;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.thumbscore.lake.commit.RunRecords;
import org.thumbscore.lake.plan.PlannedSlice;

/** Tells what a run would do. */
final class DryRun {
  private static final int LISTED = 40;

  private DryRun() {}

  /** A line for each slice that is not kept, and how long it would take. */
  static String of(RunPlan plan, Optional<RunRecords.Rate> last) {
    StringBuilder text = new StringBuilder();
    line(text, "slices", "%s", counts(plan));
    plan.work().stream().limit(LISTED).forEach(slice -> slice(text, plan, slice));
    if (plan.work().size() > LISTED) {
      line(text, "", "and %,d more", plan.work().size() - LISTED);
    }
    line(text, "rows", "%,d to score, %,d to write", plan.rowsToScore(), plan.rowsToWrite());
    reuse(text, plan);
    line(text, "time", "%s", time(plan, last));
    return text.toString();
  }

  private static String counts(RunPlan plan) {
    StringBuilder counts = new StringBuilder();
    for (Map.Entry<String, Integer> entry : plan.counts().entrySet()) {
      counts
          .append(counts.isEmpty() ? "" : ", ")
          .append(String.format(Locale.ROOT, "%,d to be %s", entry.getValue(), entry.getKey()));
    }
    return counts.isEmpty() ? "none" : counts.toString();
  }

  private static void slice(StringBuilder text, RunPlan plan, PlannedSlice planned) {
    line(
        text,
        "",
        "%-7s %s, %,d rows: %s",
        planned.action().name().toLowerCase(Locale.ROOT),
        planned.slice().describe(),
        plan.rows().get(planned.slice().id()),
        planned.reason());
  }

  private static void reuse(StringBuilder text, RunPlan plan) {
    if (plan.rowsToScore() > 0 && !plan.reusable().isEmpty()) {
      line(
          text,
          "embeddings",
          "reused as far as %,d %s of the output %s them",
          plan.reusable().size(),
          plan.reusable().size() == 1 ? "slice" : "slices",
          plan.reusable().size() == 1 ? "has" : "have");
    }
  }

  private static String time(RunPlan plan, Optional<RunRecords.Rate> last) {
    if (plan.rowsToScore() == 0) {
      return "none for the model";
    }
    return last.map(
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
