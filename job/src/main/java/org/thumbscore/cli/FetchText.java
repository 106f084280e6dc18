package org.thumbscore.cli;

import java.util.Locale;
import org.thumbscore.run.FetchSummary;

/** Formats the summary of a fetch run as text. */
final class FetchText {
  private FetchText() {}

  static String of(FetchSummary run) {
    StringBuilder text = new StringBuilder();
    line(text, "rows", "%,d in, %,d out", run.rows().in(), run.rows().out());
    run.rows().byStatus().forEach((status, n) -> line(text, "", "%-18s %,d", status, n));
    double rate = run.urls().asked() / Math.max(run.urls().seconds(), 0.001);
    line(
        text,
        "URLs",
        "%,d fetched or refused by this run in %,.1f s, %,.1f URLs/s",
        run.urls().asked(),
        run.urls().seconds(),
        rate);
    line(text, "output", "%s", run.output());
    line(text, "run", "_thumbscore/runs/%s.json", run.runId());
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String format, Object... values) {
    text.append(String.format(Locale.ROOT, "%-11s", name))
        .append(String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
