package org.thumbscore.text;

/** A utility for cutting long texts between words. */
public final class TextPrefix {
  private static final int LONGEST_WORD = 1_000;

  private TextPrefix() {}

  /**
   * Returns the text up to its last white space if that is near its end, or else the whole text.
   * Because the ids of a word do not depend on the words after it, the first ids of the result are
   * also the first ids of any text that continues it.
   *
   * @param prefix the start of a longer text, many times longer than what the text tower accepts
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
