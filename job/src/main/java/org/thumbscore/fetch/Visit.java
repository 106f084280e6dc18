package org.thumbscore.fetch;

/** The outcome of one request to a server. */
sealed interface Visit {
  /** The server responded, with any status. */
  record Answered(Reply reply) implements Visit {}

  /** There was no complete response. */
  record Failed(FetchStatus status, String reason) implements Visit {}
}
