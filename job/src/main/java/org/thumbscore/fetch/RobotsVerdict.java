package org.thumbscore.fetch;

import java.util.Optional;

/** Whether {@code robots.txt} lets a URL be fetched. */
sealed interface RobotsVerdict {
  /** It does, or there is none. */
  record Allowed() implements RobotsVerdict {}

  /**
   * It does not, or the server did not say.
   *
   * @param answer of a server that failed to say
   */
  record Disallowed(String reason, Optional<ReplyHead> answer) implements RobotsVerdict {}

  /** The host could not be asked, nor can it be for the URL. */
  record Unreachable(FetchStatus status, String reason) implements RobotsVerdict {}
}
