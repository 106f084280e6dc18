package org.thumbscore.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What became of one attempt at a URL.
 *
 * @param error one line that repeats no URL; empty where fetched
 * @param finalUrl the last one asked for, where any was
 * @param httpStatus of the last answer
 * @param contentType of the last answer, without parameters
 * @param temporary whether a later attempt may end otherwise
 * @param retryAfter how long the host asked to be left alone
 * @param image the bytes, where fetched
 */
record FetchResult(
    FetchStatus status,
    Optional<String> error,
    Optional<String> finalUrl,
    OptionalInt httpStatus,
    Optional<String> contentType,
    boolean temporary,
    Optional<Duration> retryAfter,
    Instant fetchedAt,
    Optional<byte[]> image) {

  /** An image. */
  static FetchResult fetched(WebUrl url, ReplyHead head, byte[] image) {
    return new FetchResult(
        FetchStatus.FETCHED,
        Optional.empty(),
        Optional.of(url.toString()),
        OptionalInt.of(head.status()),
        head.contentType(),
        false,
        Optional.empty(),
        Instant.now(),
        Optional.of(image));
  }

  /** A failure without an answer. */
  static FetchResult failed(FetchStatus status, String error, Optional<WebUrl> url) {
    return new FetchResult(
        status,
        Optional.of(error),
        url.map(WebUrl::toString),
        OptionalInt.empty(),
        Optional.empty(),
        status == FetchStatus.TIMEOUT
            || status == FetchStatus.CONNECTION_FAILED
            || status == FetchStatus.SERVER_ERROR,
        Optional.empty(),
        Instant.now(),
        Optional.empty());
  }

  /** A failure that an answer shows. */
  static FetchResult failed(FetchStatus status, String error, WebUrl url, ReplyHead head) {
    Instant now = Instant.now();
    return new FetchResult(
        status,
        Optional.of(error),
        Optional.of(url.toString()),
        OptionalInt.of(head.status()),
        head.contentType(),
        head.isTemporaryFailure(),
        head.retryAfter().flatMap(header -> Retries.after(header, now)),
        now,
        Optional.empty());
  }
}
