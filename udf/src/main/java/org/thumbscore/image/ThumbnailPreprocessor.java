package org.thumbscore.image;

import java.nio.FloatBuffer;
import org.thumbscore.bundle.PreprocessorConfig;

/** SKELETON. From encoded bytes to the vision tower's input. Thread-safe. */
public final class ThumbnailPreprocessor {
  public ThumbnailPreprocessor(PreprocessorConfig config, ImageLimits limits) {}

  public int height() {
    throw new UnsupportedOperationException("skeleton");
  }

  public int width() {
    throw new UnsupportedOperationException("skeleton");
  }

  /** Checks, decodes, resizes and crops. Never throws for bad bytes. */
  public PreparedThumbnail prepare(byte[] encoded) {
    throw new UnsupportedOperationException("skeleton");
  }

  /** Writes {@code [3, height, width]} float32 at the destination's position and advances it. */
  public void standardize(RgbImage crop, FloatBuffer destination) {
    throw new UnsupportedOperationException("skeleton");
  }
}
