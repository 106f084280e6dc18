package org.thumbscore.quality;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table that compares evaluations, with a row for each model and group.
 *
 * <p>If several inputs share a name, as the seeds of one model do, a cell shows their mean and
 * sample standard deviation. Otherwise it shows the value and its interval.
 */
public record EvaluationTable(List<String> columns, List<List<String>> rows) {
  public EvaluationTable {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /**
   * Returns the table of the given evaluations, with models and groups in order of first
   * occurrence.
   */
  public static EvaluationTable of(List<Evaluation> evaluations) {
    List<String> columns = new ArrayList<>(List.of("Model", "Group", "Rows"));
    Stream.of(Metric.values()).map(Metric::title).forEach(columns::add);
    Map<List<String>, List<Evaluation>> models = new LinkedHashMap<>();
    for (Evaluation each : evaluations) {
      String group = Objects.requireNonNullElse(each.group(), "all");
      models.computeIfAbsent(List.of(each.name(), group), key -> new ArrayList<>()).add(each);
    }
    List<List<String>> rows = new ArrayList<>();
    models.forEach((key, seeds) -> rows.add(row(key, seeds)));
    return new EvaluationTable(columns, rows);
  }

  private static List<String> row(List<String> key, List<Evaluation> seeds) {
    List<String> row = new ArrayList<>(key);
    row.add(
        seeds.stream()
            .map(seed -> String.format(Locale.ROOT, "%d", seed.rows()))
            .distinct()
            .collect(Collectors.joining("/")));
    for (Metric metric : Metric.values()) {
      row.add(cell(seeds.stream().map(seed -> seed.metrics().get(metric)).toList()));
    }
    return row;
  }

  private static String cell(List<Estimate> seeds) {
    if (seeds.stream().anyMatch(Objects::isNull)) {
      return "";
    }
    return seeds.size() == 1 ? single(seeds.get(0)) : spread(seeds);
  }

  private static String single(Estimate estimate) {
    String value = String.format(Locale.ROOT, "%.3f", estimate.value());
    Interval interval = estimate.interval();
    return interval == null
        ? value
        : String.format(Locale.ROOT, "%s [%.3f, %.3f]", value, interval.low(), interval.high());
  }

  private static String spread(List<Estimate> seeds) {
    double mean = seeds.stream().mapToDouble(Estimate::value).average().orElseThrow();
    double squares = seeds.stream().mapToDouble(seed -> Math.pow(seed.value() - mean, 2)).sum();
    return String.format(Locale.ROOT, "%.3f ± %.3f", mean, Math.sqrt(squares / (seeds.size() - 1)));
  }

  /** Formats the table as text with aligned columns. */
  public String text() {
    List<List<String>> lines = Stream.concat(Stream.of(columns), rows.stream()).toList();
    int[] widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder aligned = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        aligned.append(line.get(i)).append(" ".repeat(widths[i] - line.get(i).length() + 2));
      }
      text.append(aligned.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** Formats the table as comma-separated values according to RFC 4180. */
  public String csv() {
    return Stream.concat(Stream.of(columns), rows.stream())
        .map(line -> line.stream().map(EvaluationTable::quoted).collect(Collectors.joining(",")))
        .collect(Collectors.joining("\r\n", "", "\r\n"));
  }

  private static String quoted(String cell) {
    return cell.matches("[^\",\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
