package org.thumbscore.report;

import java.util.Optional;
import org.thumbscore.lake.storage.InputLocation;

/**
 * A request for a report.
 *
 * @param articles the location of images and headlines; if empty, the page shows no images
 * @param evaluation a directory or file written by {@code evaluate}
 * @param images the number of images in each group of the page
 */
public record ReportRequest(
    InputLocation scores,
    Optional<InputLocation> articles,
    Columns columns,
    Optional<String> evaluation,
    String title,
    int images) {
  private static final int MOST_IMAGES = 60;

  public ReportRequest {
    if (images < 1 || images > MOST_IMAGES) {
      throw new IllegalArgumentException("images is " + images + ", expected 1 to " + MOST_IMAGES);
    }
  }

  /** The names of columns; default names are tried for those that are empty. */
  public record Columns(
      Optional<String> id,
      Optional<String> title,
      Optional<String> image,
      Optional<String> source,
      Optional<String> date) {
    /** Uses default names for all columns. */
    public static final Columns USUAL =
        new Columns(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }
}
