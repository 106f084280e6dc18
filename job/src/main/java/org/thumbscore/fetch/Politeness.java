package org.thumbscore.fetch;

import java.io.Serializable;

/**
 * How hosts are treated.
 *
 * @param userAgent sent with each request; its first word is the name that {@code robots.txt} rules
 *     are looked up by
 * @param perHost simultaneous requests
 * @param rate requests per second to one host
 */
public record Politeness(String userAgent, int perHost, double rate, Robots robots)
    implements Serializable {

  /** Whether {@code robots.txt} is asked for and obeyed. */
  public enum Robots {
    OBEYED,
    IGNORED
  }
}
