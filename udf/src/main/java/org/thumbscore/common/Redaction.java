package org.thumbscore.common;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Utilities for redacting credentials in text that is printed or stored: the user info and query
 * strings of URIs, and the values of keys that name secrets.
 *
 * <pre>{@code
 * Redaction.redact("Cannot read s3a://KEY:ab/c@lake/a.parquet") // Cannot read s3a://***@lake/a.parquet
 * Redaction.redact("--conf fs.s3a.secret.key=ab/c+d=")          // --conf fs.s3a.secret.key=***
 * }</pre>
 *
 * <p>A secret may contain slashes, {@code @} and colons, so in a URI the redaction errs on the side
 * of removing too much. Redaction takes time linear in the length of the text, whatever the text
 * contains.
 */
public final class Redaction {
  /**
   * A regular expression that matches the parts of a key, in any case, which mark its value as a
   * secret.
   */
  public static final String SECRET_KEYS =
      "(?i)secret|passw|passphrase|pwd|signature|authorization|token(?!iz)|credential(?!s?[._-]?provider)"
          + "|(?:access|account|api|private|encryption)[._-]?key|(?:^|[._-])(?:sas|sig)$";

  private static final int LONGEST_LINE = 200;
  private static final Pattern USER_INFO = Pattern.compile("^([^/?#]*//)?[^/?#]*@");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private Redaction() {}

  /**
   * Redacts the credentials in a text.
   *
   * @param text the text, which may have several lines
   */
  public static String redact(String text) {
    return new CredentialScanner(text).scan();
  }

  /** Redacts the credentials in each text. */
  public static List<String> redactAll(Collection<String> texts) {
    return texts.stream().map(Redaction::redact).toList();
  }

  /**
   * Redacts only the user info of a single URI, so that URIs with different paths still differ.
   *
   * @param uri a URI whose authority is taken to be what is between {@code //} and the next slash
   */
  public static String withoutUserInfo(String uri) {
    if (uri.indexOf('@') < 0) {
      return uri;
    }
    return uri.startsWith("abfs") || uri.startsWith("wasb")
        ? redactAuthority(uri)
        : USER_INFO.matcher(uri).replaceFirst("$1***@");
  }

  /**
   * Redacts the authority of an Azure URI, which contains the container where other URIs contain
   * the user.
   */
  private static String redactAuthority(String uri) {
    int slashes = uri.indexOf("//");
    int path = slashes < 0 ? -1 : uri.indexOf('/', slashes + 2);
    return path < 0 ? redact(uri) : redact(uri.substring(0, path)) + uri.substring(path);
  }

  /**
   * Returns a one-line message for a row: the first non-blank line of a text, without credentials
   * and control characters, cut to 200 characters.
   */
  public static String line(String text) {
    String line = text.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
    // Redact before cutting: half of a credential is still a credential.
    String clean = redact(CONTROL.matcher(line).replaceAll(" ").strip());
    return clean.length() <= LONGEST_LINE ? clean : clean.substring(0, LONGEST_LINE) + "...";
  }

  /** Describes an exception in one line: its message, or the name of its class if it has none. */
  public static String reason(Throwable thrown) {
    String line = thrown.getMessage() == null ? "" : line(thrown.getMessage());
    return line.isEmpty() ? thrown.getClass().getName() : line;
  }
}
