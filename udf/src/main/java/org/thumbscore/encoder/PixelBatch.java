package org.thumbscore.encoder;

import java.nio.FloatBuffer;
import org.thumbscore.model.PreprocessorConfig;
import org.thumbscore.runtime.Tensor;

/**
 * A batch of prepared images as a single tensor of shape {@code [rows, 3, height, width]}.
 *
 * @param images the number of rows that are images; the remaining rows are padding, and their
 *     output is not read
 * @param pixels float32 values, row-major, RGB, rescaled and standardized as the bundle specifies;
 *     read during the call and not retained
 */
public record PixelBatch(int images, int rows, FloatBuffer pixels, PreprocessorConfig.Size size) {
  private static final int CHANNELS = 3;

  /**
   * Returns a single black image, used to run a graph for the first time or as input to a graph
   * that also requires images.
   */
  public static PixelBatch blank(PreprocessorConfig.Size size) {
    return new PixelBatch(1, 1, buffer(1, size), size);
  }

  /** Allocates an off-heap buffer for the given number of images. */
  static FloatBuffer buffer(int rows, PreprocessorConfig.Size size) {
    return Tensor.buffer(Math.multiplyExact(rows, CHANNELS * size.height() * size.width()));
  }

  /** Returns the pixels as a tensor, without copying them. */
  public Tensor tensor() {
    int floats = rows * CHANNELS * size.height() * size.width();
    return new Tensor.Floats(
        pixels.slice(pixels.position(), floats), rows, CHANNELS, size.height(), size.width());
  }
}
