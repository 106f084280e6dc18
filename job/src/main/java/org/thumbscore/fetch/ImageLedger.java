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
 * What has been fetched so far, by this run and those before it: a directory of parquet files to
 * which tasks add.
 *
 * @param directory full path
 */
public record ImageLedger(String directory) {

  private static final String NAME = "fetched";

  /**
   * Opens the one beside an output, or makes it.
   *
   * @throws StorageException if nothing can be written there
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

  /** What killed tasks left; the sink's lock says that no run is alive. */
  private static void removeUnfinished(FileSystem files, Path directory) throws IOException {
    for (FileStatus file : files.listStatus(directory, name -> name.getName().startsWith("."))) {
      files.delete(file.getPath(), false);
    }
  }

  /** Whether an earlier run has begun one beside an output. */
  public static boolean existsIn(String output, Configuration hadoop) {
    try {
      Path path = new Path(ScoreSink.beside(output, NAME));
      return path.getFileSystem(hadoop).exists(path);
    } catch (IOException | IllegalArgumentException e) {
      // What is wrong there is told by whoever prepares the output.
      return false;
    }
  }

  private Dataset<Row> entries(SparkSession spark) {
    return spark.read().schema(LedgerSchema.SPARK).parquet(directory);
  }

  /** One row for each URL asked for: a success where there is one, else the latest failure. */
  Dataset<Row> latest(SparkSession spark) {
    Column[] columns =
        Stream.of(LedgerSchema.SPARK.fieldNames())
            .filter(name -> !name.equals(LedgerSchema.PICTURE) && !name.equals("fetched_at"))
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

  /** One row for each image: {@code sha256} and {@code image}. */
  Dataset<Row> images(SparkSession spark) {
    return entries(spark)
        .filter(functions.col(LedgerSchema.PICTURE).isNotNull())
        .groupBy("sha256")
        .agg(functions.first(LedgerSchema.PICTURE).as(LedgerSchema.PICTURE));
  }
}
