package org.thumbscore.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.thumbscore.score.ScoreColumns;

/** Collects facts about a run and its model from the record of the run and from the rows. */
record RunFacts(Optional<JsonNode> run, Dataset<Row> scores) {
  private static final int DIGEST = 12;
  private static final int LISTED = 3;

  List<Page.Fact> ofRun() {
    List<Page.Fact> facts = new ArrayList<>();
    run.ifPresent(
        record -> {
          add(facts, "Started", record.path("started_at").asText());
          add(facts, "Input", record.at("/input/location").asText());
          add(facts, "Output", record.at("/output/location").asText());
          add(facts, "Rows", rows(record));
          add(facts, "Slices", slices(record));
          add(facts, "Labels", labels(record.path("calibration")));
          add(facts, "Drift", drift(record.at("/calibration/drift")));
        });
    add(facts, run.isPresent() ? "Runs" : "Written by runs", distinct(ScoreColumns.RUN_ID));
    return facts;
  }

  /** Returns the facts about the model. */
  List<Page.Fact> ofModel() {
    List<Page.Fact> facts = new ArrayList<>();
    add(facts, "Model", distinct(ScoreColumns.MODEL));
    add(facts, "SHA-256", distinct(ScoreColumns.MODEL_SHA256));
    run.ifPresent(
        record -> {
          add(facts, "Ran on", words(record.path("devices")));
          add(facts, "Thumbscore", record.at("/versions/thumbscore").asText());
          add(facts, "Spark", record.at("/versions/spark").asText());
        });
    return facts;
  }

  private static String rows(JsonNode record) {
    return String.format(
        Locale.ROOT,
        "%,d in %,.1f s, %,.1f a second",
        record.at("/rows/out").asLong(),
        record.at("/seconds/scoring").asDouble(),
        record.at("/seconds/rows_per_second").asDouble());
  }

  private static String slices(JsonNode record) {
    return fields(record.path("slices"))
        .map(name -> record.at("/slices/" + name).asInt() + " " + name)
        .collect(Collectors.joining(", "));
  }

  private static Stream<String> fields(JsonNode node) {
    return StreamSupport.stream(((Iterable<String>) node::fieldNames).spliterator(), false);
  }

  private static String labels(JsonNode labels) {
    return labels.has("threshold")
        ? String.format(
            Locale.ROOT,
            "1 where the cosine is above %.6f (%s)",
            labels.path("threshold").asDouble(),
            labels.path("policy").asText())
        : "";
  }

  private static String drift(JsonNode drift) {
    return drift.has("psi")
        ? String.format(
            Locale.ROOT,
            "population stability index %.3f, Kolmogorov-Smirnov %.3f",
            drift.path("psi").asDouble(),
            drift.path("ks").asDouble())
        : "";
  }

  private static String words(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining("; "));
  }

  /** Returns the distinct values of a lineage column, up to a limit. */
  private String distinct(String column) {
    if (!List.of(scores.columns()).contains(column)) {
      return "";
    }
    List<String> values =
        scores
            .select(functions.col(column).cast("string"))
            .distinct()
            .limit(LISTED + 1)
            .collectAsList()
            .stream()
            .filter(row -> !row.isNullAt(0))
            .map(row -> row.getString(0))
            .sorted()
            .toList();
    String listed =
        values.stream()
            .limit(LISTED)
            .map(
                value ->
                    column.equals(ScoreColumns.MODEL_SHA256)
                        ? value.substring(0, Math.min(DIGEST, value.length()))
                        : value)
            .collect(Collectors.joining(", "));
    return values.size() > LISTED ? listed + " and more" : listed;
  }

  private static void add(List<Page.Fact> facts, String name, String value) {
    String clean = Headline.of(value);
    if (!clean.isEmpty()) {
      facts.add(new Page.Fact(name, clean));
    }
  }
}
