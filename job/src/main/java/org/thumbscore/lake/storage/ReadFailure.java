package org.thumbscore.lake.storage;

import java.io.FileNotFoundException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.spark.SparkException;
import org.thumbscore.common.Messages;

/** Recognizes failures caused by damaged or missing input files. */
public final class ReadFailure {
  private ReadFailure() {}

  /**
   * Returns a one-line description of what could not be read, or empty if the failure has another
   * cause.
   */
  public static Optional<String> of(Throwable thrown) {
    // An out-of-memory error while reading says nothing about the file.
    boolean outOfMemory = causes(thrown).anyMatch(OutOfMemoryError.class::isInstance);
    return causes(thrown)
        .filter(t -> !outOfMemory && isOfInput(t))
        .findFirst()
        .map(Messages::firstLine);
  }

  private static boolean isOfInput(Throwable thrown) {
    return thrown instanceof FileNotFoundException
        || thrown instanceof ChecksumException
        || thrown.getClass().getName().startsWith("org.apache.parquet.")
        || isDeclaredBy(thrown);
  }

  /** Returns whether Spark reports a failure to read a file, as opposed to writing one. */
  static boolean isDeclared(Throwable thrown) {
    return causes(thrown).anyMatch(ReadFailure::isDeclaredBy);
  }

  private static boolean isDeclaredBy(Throwable thrown) {
    return thrown instanceof SparkException spark
        && String.valueOf(spark.getCondition()).startsWith("FAILED_READ_FILE");
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return ExceptionUtils.getThrowableList(thrown).stream();
  }
}
