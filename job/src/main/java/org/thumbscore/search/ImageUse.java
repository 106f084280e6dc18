package org.thumbscore.search;

import java.util.Locale;

/** How the image of a cluster is used. */
public enum ImageUse {
  /** On one article. */
  SINGLE,
  /** On several articles of one source. */
  REPEATED,
  /** On articles of several sources, as wire images are. */
  SHARED,
  /** On many articles of one source, as logos are. */
  DEFAULT;

  /** Returns the word in the column {@code image_use}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
