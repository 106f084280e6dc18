package org.thumbscore.lake.commit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.lake.plan.Slice;
import org.thumbscore.lake.storage.OutputDirectory;
import org.thumbscore.lake.storage.OutputFailure;
import org.thumbscore.lake.storage.StagedWrite;
import org.thumbscore.score.ScoreColumns;

/**
 * The rows that a run has written but not committed, with a directory for each slice. Slices
 * written by one Spark job share a parent directory: {@code
 * _thumbscore/staging/<run>/<token>/wave-1/_thumbscore_slice=<id>}. Not thread-safe.
 */
final class Staging {
  private static final StructType COUNTED =
      new StructType().add(ScoreColumns.STATUS, "string").add(ScoreColumns.SIMILARITY, "float");

  private final OutputDirectory output;
  private final Path own;
  private final Map<String, Path> slices = new HashMap<>();
  private int waves;

  /**
   * @param token tells the run from others with the same id
   */
  Staging(OutputDirectory output, String runId, String token) {
    this.output = output;
    this.own = new Path(output.staging(runId), token);
  }

  /**
   * Writes the rows of the given slices in one Spark job.
   *
   * @param rows the rows of exactly these slices; the column {@link Slice#COLUMN} identifies the
   *     slice of a row and may be missing if there is only one slice
   * @param partitionBy the columns to partition each slice by, outermost first
   */
  void write(Collection<String> written, Dataset<Row> rows, List<String> partitionBy) {
    Path wave = new Path(own, "wave-" + ++waves);
    written.forEach(slice -> slices.put(slice, new Path(wave, Slice.COLUMN + "=" + slice)));
    if (written.size() == 1) {
      // Avoids the sort that writing by a partition column requires.
      Path only = slices.get(written.iterator().next());
      write(rows.drop(Slice.COLUMN), partitionBy, only);
    } else {
      List<String> directories =
          Stream.concat(Stream.of(Slice.COLUMN), partitionBy.stream()).toList();
      write(rows, directories, wave);
    }
  }

  private void write(Dataset<Row> rows, List<String> partitionBy, Path directory) {
    OutputFailure.writing(
        output.root().toString(), () -> StagedWrite.parquet(rows, partitionBy, directory, output));
  }

  /**
   * Returns the directory of a slice's staged rows, which does not exist if the slice has no rows.
   */
  Path directory(String slice) {
    return slices.get(slice);
  }

  /** Reads the staged rows of a slice. */
  Dataset<Row> read(SparkSession spark, String slice, StructType schema) {
    return exists(directory(slice))
        ? spark.read().schema(schema).parquet(directory(slice).toString())
        : spark.createDataFrame(List.of(), schema);
  }

  /**
   * Counts the staged rows of the given slices by reading their files, in one Spark job for each
   * wave.
   *
   * @return the counts of each slice, including slices without rows
   */
  Map<String, StatusCounts> count(SparkSession spark, Collection<String> counted) {
    Map<Path, List<String>> byWave =
        counted.stream().collect(Collectors.groupingBy(slice -> directory(slice).getParent()));
    Map<String, StatusCounts> counts = new HashMap<>();
    byWave.forEach((wave, members) -> counts.putAll(count(spark, wave, members)));
    return counts;
  }

  private Map<String, StatusCounts> count(SparkSession spark, Path wave, List<String> members) {
    StructType schema = COUNTED.add(Slice.COLUMN, DataTypes.StringType);
    Map<String, StatusCounts> counts = new HashMap<>();
    members.forEach(slice -> counts.put(slice, StatusCounts.NONE));
    if (exists(wave)) {
      Dataset<Row> rows =
          spark
              .read()
              .schema(schema)
              .option("basePath", wave.toString())
              .parquet(wave.toString())
              .filter(functions.col(Slice.COLUMN).isin(members.toArray()));
      counts.putAll(
          OutputFailure.readingBack(
              output.root().toString(), () -> StatusCounts.by(Slice.COLUMN, rows)));
    }
    return counts;
  }

  private boolean exists(Path directory) {
    try {
      return output.files().exists(directory);
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(output.root().toString(), e);
    }
  }

  /** Returns whether a commit is one of rows that this run has staged. */
  boolean holds(PendingCommit commit) {
    return (output.root() + "/" + commit.staged() + "/").startsWith(own + "/");
  }

  /** Removes everything that the run has staged. */
  void remove() throws IOException {
    output.remove(own, output.staging());
  }

  /** Returns the name of the lock under which the rows of a commit were staged. */
  static String lockOf(PendingCommit commit) {
    // _thumbscore, staging, the run, the token
    String[] parts = commit.staged().split("/", -1);
    return parts.length > 3 ? lock(parts[2], parts[3]) : "";
  }

  private static String lock(String runId, String token) {
    return runId + "-" + token;
  }

  /**
   * Removes what runs have staged that have ended.
   *
   * @param alive returns the names of the locks of other runs, once the staged rows are known
   */
  static void removeDead(OutputDirectory output, OutputLock.Work<Set<String>> alive)
      throws IOException {
    List<Path> staged = new ArrayList<>();
    List<Path> runs = children(output, output.staging());
    for (Path run : runs) {
      staged.addAll(children(output, run));
    }
    Set<String> locks = alive.run();
    for (Path token : staged) {
      if (!locks.contains(lock(token.getParent().getName(), token.getName()))) {
        output.remove(token, output.staging());
      }
    }
    for (Path run : runs) {
      if (output.isEmpty(run) && locks.stream().noneMatch(l -> l.startsWith(run.getName() + "-"))) {
        output.remove(run, output.staging());
      }
    }
  }

  private static List<Path> children(OutputDirectory output, Path directory) throws IOException {
    try {
      return Arrays.stream(output.files().listStatus(directory)).map(FileStatus::getPath).toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }
}
