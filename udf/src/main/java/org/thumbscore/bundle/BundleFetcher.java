package org.thumbscore.bundle;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/** SKELETON. Brings a bundle from any Hadoop path to local disk, once per JVM. */
public final class BundleFetcher {
  private BundleFetcher() {}

  /**
   * Local paths and {@code file:} URIs are opened in place; others are copied once under scratch.
   */
  public static ModelBundle fetch(String location, Configuration hadoop, Path scratch) {
    throw new UnsupportedOperationException("skeleton");
  }
}
