package org.thumbscore.lake.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.RuntimeConfig;
import org.thumbscore.common.Messages;

/**
 * Configures the magic committer of S3A, with which a task's files become visible objects only when
 * the job commits, without renames. The result is verified after each write, because with
 * incomplete settings Spark silently falls back to a committer that copies objects and can lose
 * some.
 *
 * @see <a
 *     href="https://hadoop.apache.org/docs/r3.4.1/hadoop-aws/tools/hadoop-aws/committers.html">Hadoop,
 *     Committing work to S3 with the S3A Committers</a>
 */
public final class S3aCommit {
  private static final String PROTOCOL =
      "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol";
  private static final Map<String, String> SESSION =
      Map.of(
          "spark.sql.sources.commitProtocolClass",
          PROTOCOL,
          "spark.sql.parquet.output.committer.class",
          "org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter");

  /** The options of a writer. */
  static final Map<String, String> OPTIONS =
      Map.of(
          "fs.s3a.committer.name",
          "magic",
          "fs.s3a.committer.magic.enabled",
          "true",
          "mapreduce.outputcommitter.factory.scheme.s3a",
          "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory");

  private S3aCommit() {}

  /** Returns whether Spark has the classes of the magic committer. */
  public static boolean isAvailable() {
    try {
      Class.forName(PROTOCOL, false, Thread.currentThread().getContextClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Applies the settings that cannot be passed as writer options.
   *
   * @throws StorageException if Spark lacks the classes
   */
  static void configure(RuntimeConfig session) {
    try {
      Class.forName(PROTOCOL, false, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      throw new StorageException(
          "Cannot write to S3: Spark has no %s, which commits without renames. Add --packages org.apache.spark:spark-hadoop-cloud_2.13 of Spark's version"
              .formatted(PROTOCOL),
          e);
    }
    SESSION.forEach(session::set);
  }

  /**
   * Verifies that the magic committer was used. Its {@code _SUCCESS} file has content, whereas
   * those of other committers are empty.
   *
   * @throws StorageException if another committer was used
   */
  static void verify(Path directory, OutputDirectory output) {
    try {
      FileStatus success = output.files().getFileStatus(new Path(directory, "_SUCCESS"));
      if (success.getLen() == 0) {
        throw notCommitted(directory, "its _SUCCESS is empty", null);
      }
    } catch (FileNotFoundException e) {
      throw notCommitted(directory, "it has no _SUCCESS", e);
    } catch (IOException e) {
      throw notCommitted(directory, Messages.firstLine(e), e);
    }
  }

  private static StorageException notCommitted(Path directory, String found, IOException cause) {
    return new StorageException(
        "Cannot trust what was written to %s: %s; expected the S3A magic committer's. Leave fs.s3a.committer.* and spark.sql.*commit* settings to the job"
            .formatted(directory, found),
        cause);
  }
}
