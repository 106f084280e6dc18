package org.thumbscore.image.header;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A check that recognizes XML and HTML by their first element, without reading further. */
final class Markup {
  /** Longer prologs are not searched. */
  private static final int MOST = 1 << 15;

  private static final String XML = "<?xml";

  /**
   * A document type also names the root, as in {@code <!DOCTYPE svg ...>}; both may have a prefix.
   */
  private static final Pattern ROOT =
      Pattern.compile(
          "<(?:!DOCTYPE\\s++)?(?:[\\w.-]++:)?([a-z][\\w.-]*+)(?=[\\s/>]|$)",
          Pattern.CASE_INSENSITIVE);

  private Markup() {}

  /** Returns the name of the first element in lower case, without its prefix. */
  static Optional<String> rootOf(byte[] bytes) {
    String text = text(bytes);
    Matcher root = ROOT.matcher(text).region(prolog(text), text.length());
    return root.lookingAt()
        ? Optional.of(root.group(1).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  static boolean isXml(byte[] bytes) {
    String text = text(bytes);
    return text.startsWith(XML, space(text, 0));
  }

  /** Returns where white space, instructions and comments end. */
  private static int prolog(String text) {
    int at = space(text, 0);
    while (true) {
      int end = text.startsWith("<?", at) ? behind(text, "?>", at + 2) : at;
      end = text.startsWith("<!--", end) ? behind(text, "-->", end + 4) : end;
      end = space(text, end);
      if (end == at) {
        return at;
      }
      at = end;
    }
  }

  private static int behind(String text, String close, int from) {
    int found = text.indexOf(close, from);
    return found < 0 ? text.length() : found + close.length();
  }

  private static int space(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /**
   * Decodes the text according to its byte order mark; without one, any charset that extends ASCII
   * is sufficient.
   */
  private static String text(byte[] bytes) {
    int length = Math.min(bytes.length, MOST);
    if (ImageFormat.startsWith(bytes, "EFBBBF")) {
      return new String(bytes, 3, length - 3, StandardCharsets.ISO_8859_1);
    }
    boolean wide = ImageFormat.startsWith(bytes, "FEFF") || ImageFormat.startsWith(bytes, "FFFE");
    Charset charset = wide ? StandardCharsets.UTF_16 : StandardCharsets.ISO_8859_1;
    return new String(bytes, 0, length, charset);
  }
}
