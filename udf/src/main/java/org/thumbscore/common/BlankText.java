package org.thumbscore.common;

/** Tells texts that show nothing to a reader. */
public final class BlankText {
  private BlankText() {}

  /**
   * Whether a text has no character but white space, separators (categories Zs, Zl, Zp), control
   * characters (Cc) and format characters (Cf): no-break spaces, zero-width spaces and joiners,
   * soft hyphens and byte order marks are blank.
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
      // Of Unicode's White_Space no character has another category.
      default -> false;
    };
  }
}
