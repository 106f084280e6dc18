package org.thumbscore.lake.storage;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.thumbscore.common.Messages;

/** Tells a storage that does not answer from one that answers what nobody wants to hear. */
public final class UnreachableStorage {
  private static final String OF_S3A = "org.apache.hadoop.fs.s3a.AWS";
  private static final Set<String> NO_ANSWER =
      Set.of(OF_S3A + "ClientIOException", OF_S3A + "ApiCallTimeoutException");

  private UnreachableStorage() {}

  /**
   * What the network or a store in trouble says, in one line; empty where something else failed.
   */
  public static Optional<String> reason(Throwable thrown) {
    return last(thrown, t -> isOfNetwork(t) || t.getClass().getName().startsWith(OF_S3A));
  }

  /** The same where nothing answered at all: a store that is busy does answer. */
  static Optional<String> silence(Throwable thrown) {
    return last(thrown, t -> isOfNetwork(t) || NO_ANSWER.contains(t.getClass().getName()));
  }

  /** The innermost says what happened, the others what they were doing. */
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
