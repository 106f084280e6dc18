package org.thumbscore.fetch;

import java.io.Serializable;

/**
 * The settings that limit the load on hosts.
 *
 * @param userAgent the value of the User-Agent header; its first word is the product name that is
 *     matched against {@code robots.txt}
 * @param perHost the maximum number of simultaneous requests to one host
 * @param rate the maximum number of requests per second to one host
 */
public record Politeness(String userAgent, int perHost, double rate, Robots robots)
    implements Serializable {

  /** Controls whether {@code robots.txt} is requested and obeyed. */
  public enum Robots {
    OBEYED,
    IGNORED
  }
}
