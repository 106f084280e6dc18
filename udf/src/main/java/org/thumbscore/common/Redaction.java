package org.thumbscore.common;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Blanks credentials in text that is printed or stored: user and password of URIs, query strings,
 * and values of keys that name secrets.
 *
 * <pre>{@code
 * Redaction.redact("Cannot read s3a://KEY:ab/c@lake/a.parquet") // Cannot read s3a://***@lake/a.parquet
 * Redaction.redact("--conf fs.s3a.secret.key=ab/c+d=")          // --conf fs.s3a.secret.key=***
 * }</pre>
 *
 * <p>A secret may hold slashes, {@code @} and colons, so after a scheme rather too much goes than
 * too little. Takes time linear in the length of the text, whatever it holds.
 */
public final class Redaction {
  /** Part of a key's name, in any case, that tells that its value is a secret. */
  public static final String SECRET_KEYS =
      "(?i)secret|passw|passphrase|pwd|signature|authorization|token(?!iz)|credential(?!s?[._-]?provider)"
          + "|(?:access|account|api|private|encryption)[._-]?key|(?:^|[._-])(?:sas|sig)$";

  private static final int LONGEST_LINE = 200;
  private static final Pattern USER_INFO = Pattern.compile("^([^/?#]*//)?[^/?#]*@");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private Redaction() {}

  /**
   * Blanks the credentials of a text.
   *
   * @param text may have several lines
   */
  public static String redact(String text) {
    return new CredentialScanner(text).scan();
  }

  /** Blanks the credentials of each text. */
  public static List<String> redactAll(Collection<String> texts) {
    return texts.stream().map(Redaction::redact).toList();
  }

  /**
   * Blanks user and password of one URI and nothing else, so that URIs which differ in their paths
   * still differ.
   *
   * @param uri of which a parser takes what stands between {@code //} and the next slash for its
   *     authority
   */
  public static String withoutUserInfo(String uri) {
    if (uri.indexOf('@') < 0) {
      return uri;
    }
    return uri.startsWith("abfs") || uri.startsWith("wasb")
        ? redactAuthority(uri)
        : USER_INFO.matcher(uri).replaceFirst("$1***@");
  }

  /** Azure's has a container where others have a user. */
  private static String redactAuthority(String uri) {
    int slashes = uri.indexOf("//");
    int path = slashes < 0 ? -1 : uri.indexOf('/', slashes + 2);
    return path < 0 ? redact(uri) : redact(uri.substring(0, path)) + uri.substring(path);
  }

  /**
   * Makes a row's one-line message of a text: its first line that says something, without
   * credentials and control characters, and no longer than 200 characters.
   */
  public static String line(String text) {
    String line = text.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
    // Cut last: half of a credential is one still.
    String clean = redact(CONTROL.matcher(line).replaceAll(" ").strip());
    return clean.length() <= LONGEST_LINE ? clean : clean.substring(0, LONGEST_LINE) + "...";
  }

  /** Says in one line what a library threw: its message, or its class where it has none. */
  public static String reason(Throwable thrown) {
    String line = thrown.getMessage() == null ? "" : line(thrown.getMessage());
    return line.isEmpty() ? thrown.getClass().getName() : line;
  }
}
