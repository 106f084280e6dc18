package org.thumbscore.testing;

import org.thumbscore.bench.Workload;

/** Images drawn by chance, the same for the same seed. */
public final class DrawnImages {
  private DrawnImages() {}

  /** A JPEG full of ovals. */
  public static byte[] jpeg(int seed, int width, int height) {
    return Workload.jpeg(seed, width, height);
  }
}
