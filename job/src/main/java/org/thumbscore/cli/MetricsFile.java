package org.thumbscore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.common.Messages;
import org.thumbscore.config.ConfigException;
import org.thumbscore.run.RunSummary;
import org.thumbscore.spark.metrics.EmbeddingTotals;

/**
 * A file with the metrics of a run in the text format of Prometheus, as its node exporter collects
 * from a directory. The file is replaced as a whole, so a reader never sees half of it.
 */
record MetricsFile(Path file, String command) {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsFile.class);
  private static final double MILLIS = 1e3;

  /**
   * Creates a file after checking its place, before anything is computed.
   *
   * @throws ConfigException if the directory does not exist, or there is a directory in place of
   *     the file
   */
  static MetricsFile at(Path file, String command) {
    Path absolute = file.toAbsolutePath();
    if (!Files.isDirectory(absolute.getParent()) || Files.isDirectory(absolute)) {
      throw new ConfigException(
          "Invalid --metrics-file: %s (must be a file in a directory that exists)".formatted(file));
    }
    return new MetricsFile(absolute, command);
  }

  /** Writes the metrics of a run that has ended. */
  void write(RunSummary run) {
    StringBuilder text = new StringBuilder();
    outcome(text, ExitCode.DONE);
    header(text, "rows", "Rows written by the last run, by status.");
    run.rows()
        .byStatus()
        .forEach((status, rows) -> sample(text, "rows", Map.of("status", status.name()), rows));
    header(text, "slices", "Slices of the last run, by what was done with them.");
    run.slices()
        .forEach((action, slices) -> sample(text, "slices", Map.of("action", action), slices));
    header(text, "rows_per_second", "Rows read per second of scoring.");
    sample(text, "rows_per_second", Map.of(), run.seconds().rowsPerSecond());
    header(text, "seconds", "Seconds of the last run, by phase.");
    sample(text, "seconds", Map.of("phase", "start_up"), run.seconds().startUp());
    sample(text, "seconds", Map.of("phase", "scoring"), run.seconds().scoring());
    header(text, "task_seconds", "Seconds of the last run summed over all tasks, by stage.");
    run.seconds()
        .tasks()
        .forEach((stage, seconds) -> sample(text, "task_seconds", Map.of("stage", stage), seconds));
    header(text, "embeddings", "Embeddings of the last run that were computed or reused.");
    embeddings(text, "image", run.embeddings().images());
    embeddings(text, "text", run.embeddings().texts());
    write(text.toString());
  }

  private void embeddings(StringBuilder text, String kind, EmbeddingTotals totals) {
    sample(text, "embeddings", Map.of("kind", kind, "origin", "computed"), totals.computed());
    sample(text, "embeddings", Map.of("kind", kind, "origin", "reused"), totals.reused());
  }

  /** Writes that a run has failed. The metrics of rows are gone from then on. */
  void write(ExitCode code) {
    StringBuilder text = new StringBuilder();
    outcome(text, code);
    write(text.toString());
  }

  private void outcome(StringBuilder text, ExitCode code) {
    header(text, "exit_code", "Exit code of the last run: 0 done, 3 a data gate failed.");
    sample(text, "exit_code", Map.of(), code.code());
    header(text, "end_timestamp_seconds", "Time at which the last run ended.");
    sample(text, "end_timestamp_seconds", Map.of(), Instant.now().toEpochMilli() / MILLIS);
  }

  private static void header(StringBuilder text, String metric, String help) {
    text.append("# HELP thumbscore_run_").append(metric).append(' ').append(help).append('\n');
    text.append("# TYPE thumbscore_run_").append(metric).append(" gauge\n");
  }

  private void sample(StringBuilder text, String metric, Map<String, String> labels, Number value) {
    text.append("thumbscore_run_").append(metric).append("{command=\"").append(command).append('"');
    labels.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            label ->
                text.append(',')
                    .append(label.getKey())
                    .append("=\"")
                    .append(label.getValue())
                    .append('"'));
    text.append("} ")
        .append(
            value instanceof Double real
                ? String.format(Locale.ROOT, "%.3f", real)
                : String.valueOf(value))
        .append('\n');
  }

  /** Replaces the file. A failure is logged only, since the rows of the run are committed. */
  private void write(String text) {
    Path fresh = file.resolveSibling("." + file.getFileName() + ".fresh");
    try {
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("Cannot write --metrics-file {}: {}", file, Messages.firstLine(e));
    }
  }
}
