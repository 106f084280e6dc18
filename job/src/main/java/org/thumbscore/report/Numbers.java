package org.thumbscore.report;

import java.util.Locale;

/** Formats numbers for the page. */
final class Numbers {
  private Numbers() {}

  static String count(long rows) {
    return String.format(Locale.ROOT, "%,d", rows);
  }

  static String score(double similarity) {
    return String.format(Locale.ROOT, "%.3f", similarity);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }
}
