package org.thumbscore.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Parses URLs as found in practice, which may contain spaces, quotes and non-ASCII letters. */
final class LenientUrl {
  private static final String LEGAL = "-._~:/?#@!$&'()*+,;=%[]";

  private LenientUrl() {}

  /**
   * Parses a URL reference after percent-encoding the characters that are illegal in a URI.
   *
   * @throws UrlException if the encoded text is not a URL reference
   */
  static URI read(String text) throws UrlException {
    try {
      return new URI(encoded(text.strip()));
    } catch (URISyntaxException e) {
      throw new UrlException("found no URL: " + e.getReason().toLowerCase(Locale.ROOT), e);
    }
  }

  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    int authorityEnd = authorityEnd(text);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if ((i < authorityEnd && c >= 128) || isLegal(text, i, authorityEnd)) {
        encoded.appendCodePoint(c);
      } else {
        percent(encoded, c);
      }
      i += Character.charCount(c);
    }
    return encoded.toString();
  }

  private static int authorityEnd(String text) {
    int slashes = text.indexOf("//");
    int end = slashes < 0 ? 0 : slashes + 2;
    while (end > 0 && end < text.length() && "/?#\\".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static boolean isLegal(String text, int at, int authorityEnd) {
    char c = text.charAt(at);
    if (c == '%') {
      return text.substring(at + 1).matches("(?s)[0-9A-Fa-f]{2}.*");
    }
    if (c == '[' || c == ']') {
      return at < authorityEnd;
    }
    return c < 128 && (Character.isLetterOrDigit(c) || LEGAL.indexOf(c) >= 0);
  }

  private static void percent(StringBuilder encoded, int codePoint) {
    for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
      encoded.append(String.format(Locale.ROOT, "%%%02X", b & 0xFF));
    }
  }
}
