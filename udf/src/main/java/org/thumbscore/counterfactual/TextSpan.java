package org.thumbscore.counterfactual;

/**
 * A part of a text.
 *
 * @param start the index of the first {@code char}
 * @param end the index after the last {@code char}
 */
record TextSpan(int start, int end) {
  private static final int NEXT_LINE = 0x85;

  /** Returns this part of a text. */
  String of(String text) {
    return text.substring(start, end);
  }

  /** Returns this span without white space at either end. */
  TextSpan stripped(String text) {
    int from = start;
    int to = end;
    while (from < to && isSpace(text.codePointAt(from))) {
      from += Character.charCount(text.codePointAt(from));
    }
    while (from < to && isSpace(text.codePointBefore(to))) {
      to -= Character.charCount(text.codePointBefore(to));
    }
    return new TextSpan(from, to);
  }

  boolean isEmpty() {
    return start >= end;
  }

  /** Returns a text without white space at either end. */
  static String strip(String text) {
    return new TextSpan(0, text.length()).stripped(text).of(text);
  }

  /** Returns the number of code points of a text that are not white space. */
  static long visible(String text) {
    return text.codePoints().filter(c -> !isSpace(c)).count();
  }

  private static boolean isSpace(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || codePoint == NEXT_LINE;
  }
}
