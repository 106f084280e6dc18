package org.thumbscore.lake.storage;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.thumbscore.common.Messages;

/** Distinguishes storage that is unreachable from storage that responds with an error. */
public final class UnreachableStorage {
  private static final String OF_S3A = "org.apache.hadoop.fs.s3a.AWS";
  private static final Set<String> NO_ANSWER =
      Set.of(OF_S3A + "ClientIOException", OF_S3A + "ApiCallTimeoutException");

  private UnreachableStorage() {}

  /**
   * Returns a one-line description of a network or S3 store failure, or empty if the failure has
   * another cause.
   */
  public static Optional<String> reason(Throwable thrown) {
    return last(thrown, t -> isOfNetwork(t) || t.getClass().getName().startsWith(OF_S3A));
  }

  /**
   * Returns a one-line description of a failure without any response, or empty if the storage did
   * respond, for instance because it was busy.
   */
  static Optional<String> silence(Throwable thrown) {
    return last(thrown, t -> isOfNetwork(t) || NO_ANSWER.contains(t.getClass().getName()));
  }

  /**
   * Returns the message of the innermost matching exception, which describes the actual failure.
   */
  private static Optional<String> last(Throwable thrown, Predicate<Throwable> kind) {
    return ExceptionUtils.getThrowableList(thrown).stream()
        .filter(kind)
        .reduce((outer, inner) -> inner)
        .map(Messages::firstLine);
  }

  private static boolean isOfNetwork(Throwable thrown) {
    return thrown instanceof SocketException
        || thrown instanceof SocketTimeoutException
        || thrown instanceof UnknownHostException;
  }
}
