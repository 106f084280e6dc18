package org.thumbscore.report;

/** Text of others, made fit for a page. Escaping is the template's. */
final class Headline {
  private static final int LONGEST = 140;
  // Scanned at most: what a headline of a gigabyte holds beyond them does not matter.
  private static final int LOOKED_AT = 4_000;
  // Marks that turn the direction of what follows, controls, and what is not visible at all;
  // joiners
  // stay, for Persian and emoji are spelled with them.
  private static final String UNSEEN =
      "[\\p{Cc}\\p{Cs}\\p{Co}\\p{Cn}\\u00AD\\u061C\\u200B\\u200E\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF\\uFFF9-\\uFFFB]";

  private Headline() {}

  /**
   * One line of at most 140 characters.
   *
   * @param text may be null
   */
  static String of(String text) {
    if (text == null) {
      return "";
    }
    String start = text.substring(0, Math.min(text.length(), LOOKED_AT));
    String clean = start.replaceAll("\\s+", " ").replaceAll(UNSEEN, "").strip();
    int points = clean.codePointCount(0, clean.length());
    if (points <= LONGEST) {
      return clean;
    }
    return clean.substring(0, clean.offsetByCodePoints(0, LONGEST - 1)).strip() + "…";
  }
}
