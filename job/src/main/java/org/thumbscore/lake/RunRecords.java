package org.thumbscore.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Records of earlier runs, beside an output. */
public final class RunRecords {
  private static final int LOOKED_AT = 20;
  private static final JsonMapper JSON = new JsonMapper();

  private RunRecords() {}

  /** How fast a run was. */
  public record Rate(String runId, double rowsPerSecond) {}

  /** Of the last run that scored rows; empty where there is none, or it cannot be read. */
  public static Optional<Rate> lastRate(String location, Configuration hadoop) {
    try {
      OutputDirectory output = OutputDirectory.at(location, hadoop);
      return Arrays.stream(output.files().listStatus(output.runRecord("any").getParent()))
          .filter(file -> file.getPath().getName().matches("[^.].*\\.json"))
          .sorted(Comparator.comparingLong(FileStatus::getModificationTime).reversed())
          .limit(LOOKED_AT)
          .map(file -> rate(output, file.getPath()))
          .flatMap(Optional::stream)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The same of a table. */
  public static Optional<Rate> lastRate(LakeTable table, Configuration hadoop) {
    return lastRate(table.directory(), hadoop);
  }

  private static Optional<Rate> rate(OutputDirectory output, Path file) {
    try (InputStream in = output.files().open(file)) {
      JsonNode run = JSON.readTree(in);
      double rate = run.at("/seconds/rows_per_second").asDouble();
      return rate > 0 && !run.path("devices").isEmpty()
          ? Optional.of(new Rate(run.path("run_id").asText(), rate))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
