package org.thumbscore.report;

/** Cleans untrusted text for display. Escaping for HTML is left to the template. */
public final class Headline {
  private static final int LONGEST = 140;
  // The maximum number of characters to scan, which bounds the cost of very long texts.
  private static final int LOOKED_AT = 4_000;
  // Bidirectional controls, other control characters and invisible characters. Joiners are kept
  // because Persian and emoji need them.
  private static final String UNSEEN =
      "[\\p{Cc}\\p{Cs}\\p{Co}\\p{Cn}\\u00AD\\u061C\\u200B\\u200E\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF\\uFFF9-\\uFFFB]";

  private Headline() {}

  /**
   * Returns the text as one line of at most 140 characters.
   *
   * @param text the text; may be null
   */
  public static String of(String text) {
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
