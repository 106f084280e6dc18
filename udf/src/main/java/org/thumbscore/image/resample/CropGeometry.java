package org.thumbscore.image.resample;

import org.thumbscore.image.header.ImageSize;
import org.thumbscore.model.PreprocessorConfig;
import org.thumbscore.model.PreprocessorConfig.Resize;

/**
 * The size to which an image is scaled, and the window of the scaled image that becomes the crop. A
 * window that extends beyond the scaled image is padded with zeros.
 *
 * @param width the width after scaling
 * @param height the height after scaling
 * @param left the first column of the crop; negative if the crop is wider than the scaled image
 * @param top the first row of the crop; negative if the crop is higher than the scaled image
 */
record CropGeometry(int width, int height, int left, int top) {

  static CropGeometry of(
      PreprocessorConfig config, PreprocessingProfile profile, int width, int height) {
    ImageSize scaled = scaled(config.resize(), width, height);
    int left = profile.start(scaled.width(), config.crop().width());
    int top = profile.start(scaled.height(), config.crop().height());
    return new CropGeometry(scaled.width(), scaled.height(), left, top);
  }

  /** Returns the size after scaling. */
  ImageSize scaled() {
    return new ImageSize(width, height);
  }

  private static ImageSize scaled(Resize resize, int width, int height) {
    if (resize instanceof Resize.Exact exact) {
      return new ImageSize(exact.size().width(), exact.size().height());
    }
    if (resize instanceof Resize.ShortestEdge shortest) {
      int edge = shortest.pixels();
      return width <= height
          ? new ImageSize(edge, longEdge(edge, height, width))
          : new ImageSize(longEdge(edge, width, height), edge);
    }
    return new ImageSize(width, height);
  }

  /** Computes {@code int(edge * longer / shorter)} as Python does. */
  private static int longEdge(int edge, int longer, int shorter) {
    return (int) ((double) ((long) edge * longer) / shorter);
  }
}
