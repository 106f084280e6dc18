package org.thumbscore.common;

/**
 * Utilities for converting storage locations from the forms that users write to those that Hadoop
 * accepts.
 */
public final class StorageUri {
  private StorageUri() {}

  /**
   * Returns a location in the form that Hadoop accepts: the schemes {@code s3://} and {@code
   * s3n://}, which other tools use, become {@code s3a://}.
   */
  public static String canonical(String location) {
    if (location.regionMatches(true, 0, "s3://", 0, 5)) {
      return "s3a://" + location.substring(5);
    }
    return location.regionMatches(true, 0, "s3n://", 0, 6)
        ? "s3a://" + location.substring(6)
        : location;
  }

  /**
   * Returns a location in the form that Hadoop accepts, where a relative name may contain a colon:
   * {@code 10:30/a.parquet} is prefixed with {@code ./}, so that {@code 10} is not taken for a
   * scheme.
   */
  public static String canonicalName(String location) {
    int colon = location.indexOf(':');
    int slash = location.indexOf('/');
    boolean isName = colon >= 0 && slash != colon + 1 && (slash < 0 || colon < slash);
    return isName ? "./" + location : canonical(location);
  }
}
