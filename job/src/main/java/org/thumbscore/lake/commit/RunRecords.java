package org.thumbscore.lake.commit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.thumbscore.lake.plan.SliceAction;
import org.thumbscore.lake.storage.OutputDirectory;
import org.thumbscore.lake.table.LakeTable;

/** Reads the records of earlier runs, which are stored next to an output. */
public final class RunRecords {
  private static final int LOOKED_AT = 20;
  private static final JsonMapper JSON = new JsonMapper();

  private RunRecords() {}

  /** The throughput of a run. */
  public record Rate(String runId, double rowsPerSecond) {}

  /**
   * A run that has ended and published all its slices.
   *
   * @param rows the number of rows that it wrote
   */
  public record Finished(String runId, String finishedAt, long rows) {}

  /**
   * Returns a run that has ended with all its slices published, if its command line, input and
   * model were the same.
   *
   * @param location the output
   * @param input the location of the input as it was recorded
   * @param model the location of the model as it was recorded
   */
  public static Optional<Finished> finished(
      String location,
      String runId,
      List<String> arguments,
      String input,
      String model,
      Configuration hadoop) {
    try {
      OutputDirectory output = OutputDirectory.at(location, hadoop);
      return read(output, output.runRecord(runId))
          .filter(run -> run.at("/slices/refused").isMissingNode() && run.has("finished_at"))
          .filter(run -> strings(run.path("arguments")).equals(arguments))
          .filter(run -> run.at("/input/location").asText().equals(input))
          .filter(run -> run.at("/model/location").asText().equals(model))
          .map(
              run ->
                  new Finished(
                      runId, run.path("finished_at").asText(), run.at("/rows/out").asLong()));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(each -> strings.add(each.asText()));
    return strings;
  }

  /**
   * Returns the throughput of the last run that scored rows, or empty if there is none or its
   * record cannot be read. Runs that computed all their rows take precedence over those that reused
   * some, whose throughput says little about the model.
   */
  public static Optional<Rate> lastRate(String location, Configuration hadoop) {
    try {
      OutputDirectory output = OutputDirectory.at(location, hadoop);
      List<JsonNode> scored =
          Arrays.stream(output.files().listStatus(output.runRecord("any").getParent()))
              .filter(file -> file.getPath().getName().matches("[^.].*\\.json"))
              .sorted(Comparator.comparingLong(FileStatus::getModificationTime).reversed())
              .limit(LOOKED_AT)
              .map(file -> read(output, file.getPath()))
              .flatMap(Optional::stream)
              .filter(RunRecords::hasScored)
              .toList();
      return scored.stream()
          .filter(RunRecords::computedAll)
          .findFirst()
          .or(() -> scored.stream().findFirst())
          .map(RunRecords::rate);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the throughput of the last run that scored rows into the given table, or empty if there
   * is none or its record cannot be read.
   */
  public static Optional<Rate> lastRate(LakeTable table, Configuration hadoop) {
    return lastRate(table.directory(), hadoop);
  }

  private static Optional<JsonNode> read(OutputDirectory output, Path file) {
    try (InputStream in = output.files().open(file)) {
      return Optional.of(JSON.readTree(in));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean hasScored(JsonNode run) {
    return rate(run).rowsPerSecond() > 0 && !run.path("devices").isEmpty();
  }

  private static boolean computedAll(JsonNode run) {
    JsonNode slices = run.path("slices");
    return run.at("/embeddings/images/reused").asLong() == 0
        && run.at("/embeddings/texts/reused").asLong() == 0
        && slices.path(SliceAction.RELABEL.done()).asInt() == 0
        && slices.path(SliceAction.RETRY.done()).asInt() == 0;
  }

  private static Rate rate(JsonNode run) {
    return new Rate(run.path("run_id").asText(), run.at("/seconds/rows_per_second").asDouble());
  }
}
