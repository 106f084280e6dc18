package org.thumbscore.quality;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thumbscore.common.Messages;
import org.thumbscore.lake.storage.StorageException;

/**
 * Writes the results of an evaluation to {@code evaluation.json}, {@code .csv} and {@code .txt}.
 */
public final class EvaluationFiles {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private EvaluationFiles() {}

  /**
   * Writes the three files, replacing existing ones.
   *
   * @param directory a directory on the local or any Hadoop file system
   * @throws StorageException if the files cannot be written
   */
  public static void write(
      String directory,
      List<Evaluation> evaluations,
      EvaluationTable table,
      List<Mismatched> mismatched,
      Configuration hadoop) {
    try {
      Path folder = new Path(directory);
      FileSystem files = folder.getFileSystem(hadoop);
      String json = JSON.writeValueAsString(contents(evaluations, table, mismatched)) + "\n";
      write(files, new Path(folder, "evaluation.json"), json);
      write(files, new Path(folder, "evaluation.csv"), table.csv());
      write(files, new Path(folder, "evaluation.txt"), table.text());
    } catch (IOException | IllegalArgumentException e) {
      throw new StorageException(
          "Cannot write evaluation %s: %s. Choose an --output that this user may write"
              .formatted(directory, Messages.firstLine(e)),
          e);
    }
  }

  private static Map<String, Object> contents(
      List<Evaluation> evaluations, EvaluationTable table, List<Mismatched> mismatched) {
    Map<String, Object> contents = new TreeMap<>();
    contents.put("evaluations", evaluations);
    contents.put("table", table);
    if (!mismatched.isEmpty()) {
      contents.put("mismatched", mismatched);
    }
    return contents;
  }

  private static void write(FileSystem files, Path file, String text) throws IOException {
    try (FSDataOutputStream out = files.create(file, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
