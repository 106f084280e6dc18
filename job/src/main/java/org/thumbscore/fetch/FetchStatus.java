package org.thumbscore.fetch;

/** The outcome of fetching a URL. */
public enum FetchStatus {
  /** The response is an image. */
  FETCHED,
  /** The URL column is null or blank. */
  URL_MISSING,
  /** The value is not an http or https URL, or it contains a user name or password. */
  URL_INVALID,
  /** The host has an address, or the URL a port, that is not allowed. */
  BLOCKED_ADDRESS,
  /** {@code robots.txt} disallows the URL, or the server failed to serve the file. */
  BLOCKED_BY_ROBOTS,
  /** The server responded with a 4xx status other than one that asks to retry later. */
  NOT_FOUND,
  /**
   * The server responded with a 5xx status or asked to retry later (408, 425, 429), even after all
   * retries.
   */
  SERVER_ERROR,
  /** The server took longer than the time limit for one URL. */
  TIMEOUT,
  /** The response is larger than allowed, by its declared length or by the bytes received. */
  TOO_LARGE,
  /** The response has another content type, or its bytes have no known image format. */
  NOT_AN_IMAGE,
  TOO_MANY_REDIRECTS,
  /**
   * The host has no address, the connection or TLS handshake failed, or the response was cut off or
   * is not HTTP.
   */
  CONNECTION_FAILED
}
