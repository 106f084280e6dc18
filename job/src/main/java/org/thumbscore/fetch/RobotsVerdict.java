package org.thumbscore.fetch;

import java.util.Optional;

/** The verdict of {@code robots.txt} on a URL. */
sealed interface RobotsVerdict {
  /** The URL is allowed, or there is no {@code robots.txt}. */
  record Allowed() implements RobotsVerdict {}

  /**
   * The URL is disallowed, or the server failed to serve the file.
   *
   * @param answer the response of a server that failed to serve the file
   */
  record Disallowed(String reason, Optional<ReplyHead> answer) implements RobotsVerdict {}

  /** The file could not be retrieved, so the URL is not requested. */
  record Unreachable(FetchStatus status, String reason) implements RobotsVerdict {}
}
