package org.thumbscore.fetch;

import java.io.IOException;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.thumbscore.common.Messages;
import org.thumbscore.lake.commit.ScoreSink;
import org.thumbscore.lake.storage.StorageException;

/**
 * The results of this run and of earlier runs: a directory of parquet files to which tasks add
 * files.
 *
 * @param directory the full path of the directory
 */
public record ImageLedger(String directory) {

  private static final String NAME = "fetched";

  /**
   * Opens the ledger of an output, creating it if necessary.
   *
   * @throws StorageException if the directory is not writable
   */
  public static ImageLedger create(ScoreSink sink, Configuration hadoop) {
    Path path = new Path(ScoreSink.beside(sink.directory(), NAME));
    try {
      FileSystem files = path.getFileSystem(hadoop);
      files.mkdirs(path);
      removeUnfinished(files, path);
      return new ImageLedger(path.toString());
    } catch (IOException e) {
      throw new StorageException(
          "Cannot write %s: %s. Choose an --output that this user may write"
              .formatted(path, Messages.firstLine(e)),
          e);
    }
  }

  /**
   * Removes incomplete files of killed tasks. This is safe because the lock of the sink excludes
   * other runs.
   */
  private static void removeUnfinished(FileSystem files, Path directory) throws IOException {
    for (FileStatus file : files.listStatus(directory, name -> name.getName().startsWith("."))) {
      files.delete(file.getPath(), false);
    }
  }

  /** Returns whether an output has a ledger of an earlier run. */
  public static boolean existsIn(String output, Configuration hadoop) {
    try {
      Path path = new Path(ScoreSink.beside(output, NAME));
      return path.getFileSystem(hadoop).exists(path);
    } catch (IOException | IllegalArgumentException e) {
      // Preparing the output will report the problem.
      return false;
    }
  }

  private Dataset<Row> entries(SparkSession spark) {
    return spark.read().schema(LedgerSchema.SPARK).parquet(directory);
  }

  /**
   * Returns one row for each requested URL: a success if there is one, otherwise the latest
   * failure.
   */
  Dataset<Row> latest(SparkSession spark) {
    Column[] columns =
        Stream.of(LedgerSchema.SPARK.fieldNames())
            .filter(name -> !name.equals(LedgerSchema.IMAGE) && !name.equals("fetched_at"))
            .map(functions::col)
            .toArray(Column[]::new);
    Column order = functions.col("status").equalTo(FetchStatus.FETCHED.name()).as("is_fetched");
    Column all =
        functions.struct(
            Stream.concat(Stream.of(order, functions.col("fetched_at")), Stream.of(columns))
                .toArray(Column[]::new));
    return entries(spark)
        .groupBy("key")
        .agg(functions.max(all).as("entry"))
        .select("entry.*")
        .drop("is_fetched");
  }

  /** Returns one row for each image with the columns {@code sha256} and {@code picture}. */
  Dataset<Row> images(SparkSession spark) {
    return entries(spark)
        .filter(functions.col(LedgerSchema.IMAGE).isNotNull())
        .groupBy("sha256")
        .agg(functions.first(LedgerSchema.IMAGE).as(LedgerSchema.IMAGE));
  }
}
