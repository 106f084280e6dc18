package org.thumbscore.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What Spark tells of a run's tasks. */
public record EventLog(List<JsonNode> events) {

  /** Settings that make Spark write one. */
  public static List<String> settings(Path directory) {
    return List.of(
        "spark.eventLog.enabled=true",
        "spark.eventLog.dir=" + directory.toUri(),
        "spark.eventLog.compress=false",
        "spark.eventLog.rolling.enabled=false");
  }

  /** Of the last run that wrote one there. */
  public static EventLog last(Path directory) throws IOException {
    try (Stream<Path> logs = Files.list(directory)) {
      Path last =
          logs.filter(file -> !file.getFileName().toString().startsWith("."))
              .max(Comparator.comparing(file -> file.toFile().lastModified()))
              .orElseThrow();
      ObjectMapper json = new ObjectMapper();
      List<JsonNode> events = new ArrayList<>();
      for (String line : Files.readAllLines(last)) {
        events.add(json.readTree(line));
      }
      return new EventLog(events);
    }
  }

  /** Tasks that ended for a reason, such as {@code TaskKilled}. */
  public long ended(String reason) {
    return ends(reason).count();
  }

  /** Tasks that threw an exception with such a message, after they had read so many rows. */
  public long failed(String message, long rows) {
    return ends("ExceptionFailure")
        .filter(event -> event.at("/Task End Reason/Full Stack Trace").asText().contains(message))
        .filter(event -> event.at("/Task Metrics/Input Metrics/Records Read").asLong() >= rows)
        .count();
  }

  private Stream<JsonNode> ends(String reason) {
    return named("SparkListenerTaskEnd")
        .filter(event -> event.at("/Task End Reason/Reason").asText().equals(reason));
  }

  /** Second attempts of tasks that Spark thought slow. */
  public long speculative() {
    return named("SparkListenerTaskStart")
        .filter(event -> event.at("/Task Info/Speculative").asBoolean())
        .count();
  }

  /** Executors that were lost. */
  public long executorsRemoved() {
    return named("SparkListenerExecutorRemoved").count();
  }

  private Stream<JsonNode> named(String name) {
    return events.stream().filter(event -> event.get("Event").asText().equals(name));
  }
}
