package org.thumbscore.common;

/** A check for text without visible characters. */
public final class BlankText {
  private BlankText() {}

  /**
   * Returns whether a text consists only of white space, separators (categories Zs, Zl, Zp),
   * control characters (Cc) and format characters (Cf). No-break spaces, zero-width spaces and
   * joiners, soft hyphens and byte order marks therefore count as blank.
   *
   * @see <a href="https://www.unicode.org/reports/tr44/#General_Category_Values">Unicode's general
   *     categories</a>
   */
  public static boolean isBlank(String text) {
    return text.codePoints().allMatch(BlankText::isBlank);
  }

  private static boolean isBlank(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.CONTROL,
          Character.FORMAT ->
          true;
      // No character with Unicode's White_Space property is in any other category.
      default -> false;
    };
  }
}
