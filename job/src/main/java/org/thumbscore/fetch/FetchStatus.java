package org.thumbscore.fetch;

/** What became of a URL. */
public enum FetchStatus {
  /** The bytes are an image's. */
  FETCHED,
  /** The column is null or blank. */
  URL_MISSING,
  /** No http or https URL, or one with a user name or password. */
  URL_INVALID,
  /** The host has an address, or the URL a port, that is not allowed. */
  BLOCKED_ADDRESS,
  /** {@code robots.txt} disallows it, or the server failed to say. */
  BLOCKED_BY_ROBOTS,
  /** 4xx but for those that ask to wait. */
  NOT_FOUND,
  /** 5xx, or a request to wait (408, 425, 429) that still stood after all retries. */
  SERVER_ERROR,
  /** The server took longer than the time for one URL. */
  TIMEOUT,
  /** More bytes than allowed, announced or sent. */
  TOO_LARGE,
  /** Another content type, or bytes of no known image format. */
  NOT_AN_IMAGE,
  TOO_MANY_REDIRECTS,
  /** No address, no connection, no TLS, or an answer that broke off or is no HTTP. */
  CONNECTION_FAILED
}
