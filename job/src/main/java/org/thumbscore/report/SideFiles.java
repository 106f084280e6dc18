package org.thumbscore.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.common.Messages;
import org.thumbscore.lake.storage.InputException;

/** Reads JSON files written by other commands: records of runs, and evaluations. */
record SideFiles(Configuration hadoop) {
  private static final Logger LOG = LoggerFactory.getLogger(SideFiles.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LOOKED_AT = 50;
  private static final String EVALUATION = "evaluation.json";

  /**
   * Returns the record of the last run that scored into the given location, or empty if there is
   * none.
   */
  Optional<JsonNode> lastRun(String scores) {
    try {
      Path runs = new Path(scores, "_thumbscore/runs");
      FileSystem files = runs.getFileSystem(hadoop);
      return Arrays.stream(files.listStatus(runs))
          .filter(file -> file.getPath().getName().matches("[^.].*\\.json"))
          // Only the most recently modified records are read, because they accumulate over time.
          .sorted(Comparator.comparingLong(FileStatus::getModificationTime).reversed())
          .limit(LOOKED_AT)
          .map(file -> read(file.getPath()))
          .flatMap(Optional::stream)
          .filter(run -> run.has("model"))
          .max(Comparator.comparing(run -> run.path("finished_at").asText()));
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("No records of runs beside {}", scores, e);
      return Optional.empty();
    }
  }

  /**
   * Returns the table of an evaluation.
   *
   * @param location the directory written by {@code evaluate}, or its {@code evaluation.json}
   * @throws InputException if there is no such evaluation
   */
  JsonNode evaluation(String location) {
    try {
      Path path = new Path(location);
      boolean directory = path.getFileSystem(hadoop).getFileStatus(path).isDirectory();
      JsonNode table = parse(directory ? new Path(path, EVALUATION) : path).path("table");
      if (!table.path("columns").isArray() || !table.path("rows").isArray()) {
        throw new IOException("it has no table of columns and rows");
      }
      return table;
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException(
          "Cannot read evaluation %s: %s; expected what 'thumbscore evaluate' writes. Check --evaluation"
              .formatted(location, Messages.firstLine(e)),
          e);
    }
  }

  private JsonNode parse(Path file) throws IOException {
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      return JSON.readTree(in);
    }
  }

  private Optional<JsonNode> read(Path file) {
    try {
      return Optional.of(parse(file));
    } catch (IOException e) {
      LOG.debug("Cannot read {}", file, e);
      return Optional.empty();
    }
  }
}
