package org.thumbscore.lake.storage;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.fs.FSError;
import org.thumbscore.common.Messages;

/** Distinguishes failures to write an output from other failures of a Spark job. */
public final class OutputFailure {
  private static final String DENIED = "Choose an --output that this user may write";
  private static final String SILENT = "Start the run again when the storage answers: it goes on";
  private static final String FULL =
      "Free space there and in spark.local.dir, then start the run again: it goes on";

  private OutputFailure() {}

  /** Returns an exception whose one-line message tells the user what to do. */
  public static StorageException cannotWrite(String location, Throwable cause) {
    return new StorageException(
        "Cannot write output %s: %s. %s"
            .formatted(location, Messages.firstLine(cause), advice(cause)),
        cause);
  }

  private static String advice(Throwable cause) {
    if (UnreachableStorage.reason(cause).isPresent()) {
      return SILENT;
    }
    return isFull(Messages.firstLine(cause)) ? FULL : DENIED;
  }

  private static boolean isFull(String why) {
    String lower = why.toLowerCase(Locale.ROOT);
    return lower.contains("no space left")
        || lower.contains("quota")
        || lower.contains("file too large");
  }

  /**
   * Runs work that reads an input and writes an output.
   *
   * @throws StorageException if writing the output fails; failures of the input are rethrown
   *     unchanged
   */
  public static void writing(String location, Runnable work) {
    try {
      work.run();
    } catch (Exception | FSError e) {
      Optional<IOException> why =
          ReadFailure.isDeclared(e) ? Optional.empty() : lastOf(e, IOException.class);
      if (why.isPresent()) {
        throw cannotWrite(location, why.get());
      }
      throw e;
    }
  }

  /**
   * Runs work that reads back written data.
   *
   * @throws StorageException if the data is missing or cannot be read
   */
  public static <T> T readingBack(String location, Supplier<T> work) {
    try {
      return work.get();
    } catch (Exception e) {
      Optional<IOException> why = lastOf(e, IOException.class);
      if (why.isPresent() || ReadFailure.of(e).isPresent()) {
        throw new StorageException(
            "Cannot trust output %s: what was just written cannot be read: %s. Is anything else changing it? Start the run again: it goes on"
                .formatted(location, Messages.firstLine(why.<Throwable>map(t -> t).orElse(e))),
            e);
      }
      throw e;
    }
  }

  private static <T> Optional<T> lastOf(Throwable thrown, Class<T> type) {
    return ExceptionUtils.getThrowableList(thrown).stream()
        .filter(type::isInstance)
        .reduce((first, second) -> second)
        .map(type::cast);
  }
}
