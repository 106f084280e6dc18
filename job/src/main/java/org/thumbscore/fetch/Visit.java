package org.thumbscore.fetch;

/** One request to one server. */
sealed interface Visit {
  /** It answered; the status may be any. */
  record Answered(Reply reply) implements Visit {}

  /** No whole answer. */
  record Failed(FetchStatus status, String reason) implements Visit {}
}
