package org.thumbscore.common;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A single pass over a text that copies it without its credentials and examines each character only
 * a few times. Not thread-safe; each instance handles one text.
 */
final class CredentialScanner {
  private static final String MASK = "***";
  private static final Pattern SECRET = Pattern.compile(Redaction.SECRET_KEYS);
  private static final Set<String> HEADERS =
      Set.of("authorization", "password", "passwd", "secret");
  private static final Set<String> WITH_CONTAINER = Set.of("abfs", "abfss", "wasb", "wasbs");
  private static final Set<String> WITHOUT_QUERY = Set.of("file", "hdfs", "s3a", "s3", "gs");
  private static final String OPENING = ",;\"'([{<>|=";
  private static final String CLOSING = ",;:.)]}>'\"";
  private static final int LONGEST_SCHEME = 32;
  private static final int MOST_SPACES = 4;

  private final String text;
  private final StringBuilder clean;
  private int at;
  // The last word and where it ended.
  private int wordStart;
  private int wordEnd;
  // Up to these positions the text has been searched for user info, and what follows a question
  // mark is a query.
  private int uriEnd;
  private int encodedUriEnd;
  private char uriQuote;
  private boolean queries;
  // Up to this position no question mark starts a query.
  private int noQueryUntil;

  CredentialScanner(String text) {
    this.text = text;
    this.clean = new StringBuilder(text.length());
  }

  String scan() {
    while (at < text.length()) {
      if (isWord(charAt(at))) {
        word();
      } else if (startsUri()) {
        uri();
      } else if (charAt(at) == '?') {
        question();
      } else {
        copyTo(at + 1);
      }
    }
    return clean.toString();
  }

  private boolean startsUri() {
    return charAt(at) == '/' ? slash(at + 1) > 0 : colon(at) > 0 && slash(at + colon(at)) > 0;
  }

  private void word() {
    wordStart = at;
    wordEnd = at;
    while (isWord(charAt(wordEnd))) {
      wordEnd++;
    }
    String word = text.substring(wordStart, wordEnd);
    int value = SECRET.matcher(word).find() ? valueAfter(word) : -1;
    copyTo(wordEnd);
    if (value >= 0) {
      copyTo(value);
      value(word);
    }
  }

  /**
   * Returns where the value of the key that ends at the end of the word starts, or -1 if no value
   * follows.
   */
  private int valueAfter(String key) {
    int after = skipQuote(wordEnd);
    boolean quoted = after > wordEnd;
    int separator = skipSpaces(after);
    int value;
    if (charAt(separator) == '=') {
      value = separator + 1;
    } else if (startsWith(separator, "%3d")) {
      value = separator + 3;
    } else if (startsWith(separator, "->")) {
      value = separator + 2;
    } else if (charAt(separator) == ':' && (quoted || isHeader(key))) {
      value = separator + 1;
    } else {
      return -1;
    }
    int start = skipSpaces(value);
    return start >= text.length() || isSpace(charAt(start)) ? -1 : start;
  }

  /** Class names, which are also followed by colons, contain capital letters. */
  private static boolean isHeader(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return HEADERS.contains(lower)
        || lower.endsWith("authorization")
        || (key.equals(lower) && key.chars().anyMatch(c -> c == '.' || c == '_' || c == '-'))
        || lower.startsWith("x-");
  }

  private void value(String key) {
    int content = skipQuote(at);
    boolean quoted = content > at;
    int end;
    if (quoted) {
      end = closingQuote(content, charAt(content - 1), content - 1 - at);
      copyTo(content);
    } else if (key.regionMatches(true, key.length() - 13, "authorization", 0, 13)) {
      end = lineEnd(at);
    } else {
      end = trimmed(at, unquotedEnd(charBefore(wordStart)));
    }
    mask(end);
  }

  private int unquotedEnd(char before) {
    boolean json = isQuote(before) && isQuote(charAt(wordEnd));
    int end = at;
    while (end < text.length() && !isSpace(charAt(end))) {
      boolean closes =
          json ? ",]}".indexOf(charAt(end)) >= 0 : isQuote(before) && charAt(end) == before;
      if (closes) {
        return end;
      }
      end++;
    }
    return end;
  }

  /**
   * Returns the end of a string whose opening quote follows the given number of backslashes, or the
   * end of the line if the string is not closed.
   */
  private int closingQuote(int from, char quote, int backslashes) {
    int before = 0;
    int end = from;
    for (; end < text.length() && charAt(end) != '\n' && charAt(end) != '\r'; end++) {
      if (charAt(end) == quote && before <= backslashes) {
        return end - before;
      }
      before = charAt(end) == '\\' ? before + 1 : 0;
    }
    return end;
  }

  private void uri() {
    boolean encoded = charAt(at) == '%';
    boolean schemed = wordEnd == at && wordEnd > wordStart;
    String scheme = schemed ? text.substring(Math.max(wordStart, at - LONGEST_SCHEME), at) : "";
    char before = charBefore(schemed ? wordStart : at);
    copyTo(at + colon(at));
    int slashes = 0;
    for (int length = slash(at); length > 0; length = slash(at)) {
      copyTo(at + length);
      slashes++;
    }
    if (at < (encoded ? encodedUriEnd : uriEnd)) {
      return;
    }
    uriQuote = isQuote(before) ? before : 0;
    queries = !WITHOUT_QUERY.contains(scheme);
    Authority authority = new Authority(encoded);
    authority.read();
    uriEnd = authority.end;
    encodedUriEnd = encoded ? authority.end : encodedUriEnd;
    boolean local = scheme.equals("file") && slashes != 2 && !authority.holdsUri;
    int userInfo = local ? -1 : authority.userInfoEnd();
    if (userInfo >= 0 && !(WITH_CONTAINER.contains(scheme) && authority.isContainer(userInfo))) {
      mask(userInfo);
    }
  }

  /** The part of a URI up to the next URI, the closing quote or white space. */
  private final class Authority {
    private final boolean encoded;
    private final int start = at;
    private int end;
    private int lastAt = -1;
    private int lastAtBeforeSlash = -1;
    private int firstColon = -1;
    private int firstSlash = -1;
    private boolean holdsUri;

    Authority(boolean encoded) {
      this.encoded = encoded;
    }

    void read() {
      for (end = start; end < text.length() && !isSpace(charAt(end)); end++) {
        char c = charAt(end);
        if (uriQuote != 0 && c == uriQuote) {
          return;
        }
        if (c == '@' || (encoded && startsWith(end, "%40"))) {
          lastAt = end;
          lastAtBeforeSlash = firstSlash < 0 ? end : lastAtBeforeSlash;
        } else if (colon(end) > 0) {
          int next = nextUri();
          if (next > start) {
            end = next;
            return;
          }
          firstColon = firstColon < 0 ? end : firstColon;
          holdsUri |= slash(end + colon(end)) > 0;
        } else if (firstSlash < 0 && (c == '/' || (encoded && startsWith(end, "%2f")))) {
          firstSlash = end;
        }
      }
    }

    /**
     * Returns the start of the URI whose scheme ends here, if it is separate from this one, or -1.
     */
    private int nextUri() {
      if (charAt(end) != ':' || charAt(end + 1) != '/') {
        return -1;
      }
      int scheme = end;
      while (scheme > start && end - scheme < LONGEST_SCHEME && isWord(charAt(scheme - 1))) {
        scheme--;
      }
      return scheme < end && OPENING.indexOf(charBefore(scheme)) >= 0 ? scheme : -1;
    }

    /**
     * Returns the end of the user info, or -1. A password may contain slashes and further at signs,
     * so after a colon the last at sign ends it.
     */
    int userInfoEnd() {
      return firstColon >= 0 && firstColon < lastAt ? lastAt : lastAtBeforeSlash;
    }

    boolean isContainer(int userInfoEnd) {
      return text.substring(start, Math.min(userInfoEnd, start + 64)).matches("[a-z0-9$-]{1,63}+")
          && userInfoEnd - start < 64;
    }
  }

  private void question() {
    boolean uri = at < uriEnd;
    boolean standsApart = at == 0 || isSpace(charBefore(at)) || at < noQueryUntil;
    copyTo(at + 1);
    if ((standsApart && !uri) || at < noQueryUntil) {
      return;
    }
    int end = at;
    boolean named = false;
    while (end < text.length() && !isSpace(charAt(end)) && !endsQuery(uri, charAt(end))) {
      named |= charAt(end) == '=' || charAt(end) == '&' || startsWith(end, "%3d");
      end++;
    }
    if (named || (uri && queries)) {
      mask(trimmed(at, end));
    } else {
      noQueryUntil = end;
    }
  }

  private boolean endsQuery(boolean uri, char c) {
    return (!uri || uriQuote != 0) && isQuote(c);
  }

  private void mask(int end) {
    if (end > at) {
      clean.append(MASK);
      at = end;
    }
  }

  private void copyTo(int end) {
    clean.append(text, at, end);
    at = end;
  }

  /** Drops trailing punctuation, unless there is nothing else. */
  private int trimmed(int start, int end) {
    int last = end;
    while (last > start && CLOSING.indexOf(charAt(last - 1)) >= 0) {
      last--;
    }
    return last > start ? last : end;
  }

  /**
   * Returns the position after backslashes and a quote, or the given position if there is no quote.
   */
  private int skipQuote(int from) {
    int quote = from;
    while (charAt(quote) == '\\' && quote - from < MOST_SPACES) {
      quote++;
    }
    return isQuote(charAt(quote)) ? quote + 1 : from;
  }

  private int skipSpaces(int from) {
    int to = from;
    while ((charAt(to) == ' ' || charAt(to) == '\t') && to - from < MOST_SPACES) {
      to++;
    }
    return to;
  }

  private int lineEnd(int from) {
    int end = from;
    while (end < text.length() && charAt(end) != '\n' && charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  /**
   * Returns the number of characters that make up a colon here, plain or encoded, or 0 if there is
   * none.
   */
  private int colon(int index) {
    return charAt(index) == ':' ? 1 : startsWith(index, "%3a") ? 3 : 0;
  }

  private int slash(int index) {
    return charAt(index) == '/' ? 1 : startsWith(index, "%2f") ? 3 : 0;
  }

  private boolean startsWith(int index, String encoded) {
    return text.regionMatches(true, index, encoded, 0, encoded.length());
  }

  /** Returns the character at an index, or 0 outside the text. */
  private char charAt(int index) {
    return index >= 0 && index < text.length() ? text.charAt(index) : 0;
  }

  private char charBefore(int index) {
    return charAt(index - 1);
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == '$';
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }
}
