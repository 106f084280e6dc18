package org.thumbscore.report;

import java.util.Optional;
import org.thumbscore.lake.storage.InputLocation;

/**
 * What a report is to be made of.
 *
 * @param articles where images and headlines are; empty: the page shows none
 * @param evaluation directory or file that {@code evaluate} wrote
 * @param images in each row of the contact sheet
 */
public record ReportRequest(
    InputLocation scores,
    Optional<InputLocation> articles,
    Columns columns,
    Optional<String> evaluation,
    String title,
    int images) {
  private static final int MOST_PICTURES = 60;

  public ReportRequest {
    if (images < 1 || images > MOST_PICTURES) {
      throw new IllegalArgumentException(
          "images is " + images + ", expected 1 to " + MOST_PICTURES);
    }
  }

  /** Names of columns; where one is empty, the usual names are looked for. */
  public record Columns(
      Optional<String> id,
      Optional<String> title,
      Optional<String> image,
      Optional<String> source,
      Optional<String> date) {
    /** Only usual names. */
    public static final Columns USUAL =
        new Columns(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }
}
