package org.thumbscore.image.resample;

import org.thumbscore.image.header.ImageSize;
import org.thumbscore.model.PreprocessorConfig;
import org.thumbscore.model.PreprocessorConfig.Resize;

/**
 * Where an image's pixels end up: the size it is scaled to, and the window of that which becomes
 * the crop. A window beyond the scaled image is padded with zeros.
 *
 * @param width columns after scaling
 * @param height rows after scaling
 * @param left first column of the crop; negative where the crop is wider
 * @param top first row of the crop; negative where the crop is higher
 */
record CropGeometry(int width, int height, int left, int top) {

  static CropGeometry of(PreprocessorConfig config, int width, int height) {
    ImageSize scaled = scaled(config.resize(), width, height);
    int left = Math.floorDiv(scaled.width() - config.crop().width(), 2);
    int top = Math.floorDiv(scaled.height() - config.crop().height(), 2);
    return new CropGeometry(scaled.width(), scaled.height(), left, top);
  }

  /** Width and height after scaling. */
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

  /** As Python computes {@code int(edge * longer / shorter)}. */
  private static int longEdge(int edge, int longer, int shorter) {
    return (int) ((double) ((long) edge * longer) / shorter);
  }
}
