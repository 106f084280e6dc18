package org.thumbscore.common;

/** How users write places in a storage, and how Hadoop takes them. */
public final class StorageUri {
  private StorageUri() {}

  /**
   * A location as Hadoop takes it: {@code s3://} and {@code s3n://}, as other tools call a bucket,
   * become {@code s3a://}.
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
   * The same, where a relative name may hold a colon: {@code 10:30/a.parquet} begins with {@code
   * ./}, so that it is taken for no scheme.
   */
  public static String canonicalName(String location) {
    int colon = location.indexOf(':');
    int slash = location.indexOf('/');
    boolean isName = colon >= 0 && slash != colon + 1 && (slash < 0 || colon < slash);
    return isName ? "./" + location : canonical(location);
  }
}
