package org.thumbscore.lake;

import java.io.FileNotFoundException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.spark.SparkException;

/** Tells an input that is damaged or gone from everything else that fails a Spark job. */
final class ReadFailure {
  private ReadFailure() {}

  /** What could not be read, in one line; empty where something else failed. */
  static Optional<String> of(Throwable thrown) {
    return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
        .filter(ReadFailure::isOfInput)
        .findFirst()
        .map(Messages::firstLine);
  }

  private static boolean isOfInput(Throwable thrown) {
    return thrown instanceof FileNotFoundException
        || thrown instanceof ChecksumException
        || thrown.getClass().getName().startsWith("org.apache.parquet.")
        || (thrown instanceof SparkException spark
            && String.valueOf(spark.getCondition()).startsWith("FAILED_READ_FILE"));
  }
}
