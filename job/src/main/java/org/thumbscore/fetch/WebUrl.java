package org.thumbscore.fetch;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An http or https URL without credentials.
 *
 * @param host a lower-case ASCII name or an address, with IPv6 addresses without brackets
 * @param target the percent-encoded path and query
 */
record WebUrl(String scheme, String host, int port, String target) {
  private static final Pattern AUTHORITY =
      Pattern.compile("(?<host>\\[[^]@]*]|[^:@\\[\\]]*)(:(?<port>[0-9]{0,5}))?");
  private static final int HIGHEST_PORT = 65_535;

  /**
   * Parses an absolute URL.
   *
   * @throws UrlException if the text is not a valid URL; the message does not contain it
   */
  static WebUrl parse(String text) throws UrlException {
    return of(LenientUrl.read(text));
  }

  /**
   * Resolves the location of a redirect, which may be relative to this URL.
   *
   * @throws UrlException if the location is not a valid URL; the message does not contain it
   */
  WebUrl resolve(String location) throws UrlException {
    URI reference = LenientUrl.read(location);
    if (reference.isOpaque()) {
      return of(reference);
    }
    try {
      return of(URI.create(toString()).resolve(reference));
    } catch (IllegalArgumentException e) {
      throw new UrlException("found no URL", e);
    }
  }

  private static WebUrl of(URI uri) throws UrlException {
    String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new UrlException(
          scheme.isEmpty()
              ? "found no scheme, expected http:// or https://"
              : "found scheme " + scheme + ", expected http or https");
    }
    String authority = Optional.ofNullable(uri.getRawAuthority()).orElse("");
    if (authority.contains("@")) {
      throw new UrlException("found a user name or password, which are not sent anywhere");
    }
    Matcher parts = AUTHORITY.matcher(authority);
    if (!parts.matches()) {
      throw new UrlException("found no host name or address, expected http://HOST/...");
    }
    String host = HostName.of(parts.group("host"));
    return new WebUrl(scheme, host, port(scheme, parts.group("port")), target(uri));
  }

  private static int port(String scheme, String digits) throws UrlException {
    if (digits == null || digits.isEmpty()) {
      return scheme.equals("https") ? 443 : 80;
    }
    int port = Integer.parseInt(digits);
    if (port < 1 || port > HIGHEST_PORT) {
      throw new UrlException("found port " + port + ", expected 1 to " + HIGHEST_PORT);
    }
    return port;
  }

  private static String target(URI uri) {
    String path = Optional.ofNullable(uri.getRawPath()).filter(p -> !p.isEmpty()).orElse("/");
    return Optional.ofNullable(uri.getRawQuery()).map(q -> path + "?" + q).orElse(path);
  }

  /** Returns the URL of the same server's {@code robots.txt}. */
  WebUrl robots() {
    return new WebUrl(scheme, host, port, "/robots.txt");
  }

  @Override
  public String toString() {
    boolean usual = port == (scheme.equals("https") ? 443 : 80);
    String name = host.contains(":") ? "[" + host + "]" : host;
    return scheme + "://" + name + (usual ? "" : ":" + port) + target;
  }
}
