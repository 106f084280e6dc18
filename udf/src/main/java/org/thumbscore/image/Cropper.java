package org.thumbscore.image;

import org.thumbscore.bundle.PreprocessorConfig;

/** Resizes and crops decoded pictures. Immutable and thread-safe. */
final class Cropper {
  private final PreprocessorConfig config;
  private final ResampleFilter filter;

  Cropper(PreprocessorConfig config) {
    this.config = config;
    this.filter = ResampleFilter.of(config);
  }

  /** The crop; the picture stays the caller's to close. */
  RgbImage crop(DecodedImage picture) {
    int width = config.crop().width();
    int height = config.crop().height();
    CropGeometry geometry = CropGeometry.of(config, picture.width(), picture.height());
    int firstX = Math.max(geometry.left(), 0);
    int firstY = Math.max(geometry.top(), 0);
    int endX = Math.min(geometry.left() + width, geometry.width());
    int endY = Math.min(geometry.top() + height, geometry.height());
    ResampleKernel horizontal =
        ResampleKernel.of(filter, picture.width(), geometry.width(), firstX, endX);
    ResampleKernel vertical =
        ResampleKernel.of(filter, picture.height(), geometry.height(), firstY, endY);
    int[][] window = new SeparableResize(picture, horizontal, vertical).run();
    RgbImage crop = new RgbImage(width, height, new byte[3 * width * height]);
    place(window, crop, firstX - geometry.left(), firstY - geometry.top());
    return crop;
  }

  private static void place(int[][] window, RgbImage crop, int left, int top) {
    byte[] samples = crop.samples();
    for (int y = 0; y < window.length; y++) {
      int to = 3 * ((top + y) * crop.width() + left);
      for (int pixel : window[y]) {
        samples[to++] = (byte) (pixel >>> 24);
        samples[to++] = (byte) (pixel >>> 16);
        samples[to++] = (byte) (pixel >>> 8);
      }
    }
  }
}
