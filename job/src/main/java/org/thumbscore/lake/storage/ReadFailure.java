package org.thumbscore.lake.storage;

import java.io.FileNotFoundException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.spark.SparkException;
import org.thumbscore.common.Messages;

/** Tells an input that is damaged or gone from everything else that fails a Spark job. */
public final class ReadFailure {
  private ReadFailure() {}

  /** What could not be read, in one line; empty where something else failed. */
  public static Optional<String> of(Throwable thrown) {
    // A reader that runs out of memory says nothing about its file.
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

  /** Whether Spark says that it failed to read a file; the one that it writes is not meant. */
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
