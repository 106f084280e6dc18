package org.thumbscore.lake.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.RuntimeConfig;
import org.thumbscore.common.Messages;

/**
 * The magic committer of S3A: a task's files become objects only when the job commits them, with no
 * rename. Its settings are applied by the job itself, and what it left is looked at: where they do
 * not take, Spark falls back, without a word, to a committer that copies each object and can lose
 * some.
 *
 * @see <a
 *     href="https://hadoop.apache.org/docs/r3.4.1/hadoop-aws/tools/hadoop-aws/committers.html">Hadoop,
 *     Committing work to S3 with the S3A Committers</a>
 */
final class S3aCommit {
  private static final String PROTOCOL =
      "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol";
  private static final Map<String, String> SESSION =
      Map.of(
          "spark.sql.sources.commitProtocolClass",
          PROTOCOL,
          "spark.sql.parquet.output.committer.class",
          "org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter");

  /** For a writer. */
  static final Map<String, String> OPTIONS =
      Map.of(
          "fs.s3a.committer.name",
          "magic",
          "fs.s3a.committer.magic.enabled",
          "true",
          "mapreduce.outputcommitter.factory.scheme.s3a",
          "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory");

  private S3aCommit() {}

  /**
   * Sets what a writer cannot be given.
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
   * Looks whether the magic committer ran: its {@code _SUCCESS} tells about it, that of others is
   * empty.
   *
   * @throws StorageException if it did not
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
