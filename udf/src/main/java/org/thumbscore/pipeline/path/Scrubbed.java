package org.thumbscore.pipeline.path;

/** Text that may be written into a row: one line, no credentials, not long. */
final class Scrubbed {
  private static final int LONGEST = 200;

  private Scrubbed() {}

  /**
   * Blanks what stands before an @ in a URI, and what follows its question mark. A password may
   * hold slashes and further @s, so that rather too much goes.
   */
  static String text(String raw) {
    String line = raw.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
    String clean =
        line.replaceAll("\\p{Cntrl}", " ")
            .replaceAll("(?<=:/{1,3})(?!/)(\\S*:\\S*@|[^/\\s]*@)", "***@")
            .replaceAll("\\?\\S+", "?***");
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
  }

  /** What a library says, or what it calls it. */
  static String reason(Throwable thrown) {
    String text = thrown.getMessage() == null ? "" : text(thrown.getMessage());
    return text.isEmpty() ? thrown.getClass().getName() : text;
  }
}
