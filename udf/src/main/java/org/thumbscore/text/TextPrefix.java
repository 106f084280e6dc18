package org.thumbscore.text;

/** Cuts long texts where no word is broken. */
public final class TextPrefix {
  private static final int LONGEST_WORD = 1_000;

  private TextPrefix() {}

  /**
   * The text up to its last white space, if that is near its end; else all of it. The first ids of
   * the rest are those of any text that goes on from there, for a word's ids do not depend on the
   * words after it.
   *
   * @param prefix of a longer text, many times longer than what the text tower takes
   */
  public static String atWhiteSpace(String prefix) {
    int least = Math.max(0, prefix.length() - LONGEST_WORD);
    for (int end = prefix.length(); end > least; end--) {
      if (Character.isWhitespace(prefix.charAt(end - 1))) {
        return prefix.substring(0, end - 1);
      }
    }
    return prefix;
  }
}
