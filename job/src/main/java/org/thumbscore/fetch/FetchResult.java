package org.thumbscore.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The result of one attempt at a URL.
 *
 * @param error a one-line message that does not contain the URL; empty if fetched
 * @param finalUrl the last URL requested, if any
 * @param httpStatus the status code of the last response
 * @param contentType the content type of the last response, without parameters
 * @param temporary whether a later attempt may succeed
 * @param retryAfter the delay that the host asked for, if any
 * @param image the bytes of the image, if fetched
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

  /** Returns the result for a fetched image. */
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

  /** Returns the result for a failure without a response. */
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

  /** Returns the result for a failure that follows from a response. */
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
