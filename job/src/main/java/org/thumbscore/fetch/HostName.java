package org.thumbscore.fetch;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/** Parses and normalizes the host of a URL. */
final class HostName {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9._-]*[a-z0-9_-])?");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]*:[0-9a-f:.]*]");

  /**
   * Names that some programs parse as an IPv4 address because their last label is a number in some
   * base.
   */
  private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

  private static final Pattern DOTTED =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

  private HostName() {}

  /**
   * Returns the normalized host: a lower-case ASCII name or an address, with IPv6 addresses without
   * brackets.
   *
   * @throws UrlException if the text is neither, or is an address in an ambiguous notation
   */
  static String of(String text) throws UrlException {
    String host = text.toLowerCase(Locale.ROOT);
    if (IPV6.matcher(host).matches()) {
      return host.substring(1, host.length() - 1);
    }
    String name = ascii(host);
    if (!NAME.matcher(name).matches()) {
      throw new UrlException("found no host name or address, expected http://HOST/...");
    }
    if (NUMERIC.matcher(name).matches() && !DOTTED.matcher(name).matches()) {
      throw new UrlException(
          "found an address in an unusual spelling, expected four decimal numbers or a name");
    }
    return name;
  }

  private static String ascii(String host) throws UrlException {
    String whole = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    try {
      return whole.chars().allMatch(c -> c < 128)
          ? whole
          : IDN.toASCII(whole, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw new UrlException("found a host name that has no ASCII form", e);
    }
  }
}
