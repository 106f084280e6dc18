package org.thumbscore.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What scikit-learn and SciPy say; {@code make_metric_goldens.py} wrote it. */
final class MetricCases {
  private MetricCases() {}

  /** Scores, labels and what is expected of them. */
  @SuppressWarnings("ArrayRecordComponent") // never a key
  record Case(JsonNode json, double[] scores, int[] labels) {
    double threshold() {
      return json.get("threshold").asDouble();
    }

    double scaledMedian() {
      return json.get("scaled_median").asDouble();
    }

    JsonNode expected(Metric metric) {
      return json.get("expected").get(metric.name());
    }

    RankedCounts counts() {
      TreeMap<Double, long[]> cells = new TreeMap<>((a, b) -> Double.compare(b, a));
      for (int i = 0; i < scores.length; i++) {
        // -0.0 is no score of its own.
        cells.computeIfAbsent(scores[i] + 0.0, score -> new long[2])[labels[i]]++;
      }
      return new RankedCounts(
          cells.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
          cells.values().stream().mapToLong(cell -> cell[0]).toArray(),
          cells.values().stream().mapToLong(cell -> cell[1]).toArray(),
          RankedCounts.Resolution.EXACT);
    }

    @Override
    public String toString() {
      return json.get("name").asText();
    }
  }

  static Stream<Case> all() {
    ObjectMapper mapper = new ObjectMapper();
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                MetricCases.class.getResourceAsStream("metrics.jsonl"), StandardCharsets.UTF_8));
    List<Case> cases = lines.lines().map(line -> read(mapper, line)).toList();
    return cases.stream();
  }

  static Case named(String name) {
    return all().filter(each -> each.toString().equals(name)).findFirst().orElseThrow();
  }

  private static Case read(ObjectMapper mapper, String line) {
    try {
      JsonNode json = mapper.readTree(line);
      return json.has("rows") ? generated(json) : listed(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Case listed(JsonNode json) {
    double[] scores = new double[json.get("scores").size()];
    int[] labels = new int[scores.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = json.get("scores").get(i).asDouble();
      labels[i] = json.get("labels").get(i).asInt();
    }
    return new Case(json, scores, labels);
  }

  /** The script's arithmetic. */
  private static Case generated(JsonNode json) {
    int rows = json.get("rows").asInt();
    double[] scores = new double[rows];
    int[] labels = new int[rows];
    for (int i = 0; i < rows; i++) {
      long level = (i * 7919L + 13) % 60_013;
      scores[i] = (float) (level / 60_013.0 * 2 - 1);
      labels[i] = (i * 104_729L + 71) % 100_003 < 20_000 + level ? 1 : 0;
    }
    return new Case(json, scores, labels);
  }
}
