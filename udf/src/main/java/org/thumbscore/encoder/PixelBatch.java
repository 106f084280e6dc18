package org.thumbscore.encoder;

import java.nio.FloatBuffer;
import org.thumbscore.model.PreprocessorConfig;
import org.thumbscore.runtime.Tensor;

/**
 * Prepared images as one tensor {@code [rows, 3, height, width]}.
 *
 * @param images how many of the rows are images; those after them are spare, and their output is
 *     not read
 * @param pixels float32, row-major, RGB, rescaled and standardised as the bundle says; read during
 *     the call and not kept
 */
public record PixelBatch(int images, int rows, FloatBuffer pixels, PreprocessorConfig.Size size) {
  private static final int CHANNELS = 3;

  /** One black image, with which a graph is tried, or which a graph wants that reads only texts. */
  public static PixelBatch blank(PreprocessorConfig.Size size) {
    return new PixelBatch(1, 1, buffer(1, size), size);
  }

  /** Allocates what a number of images takes, outside the heap. */
  static FloatBuffer buffer(int rows, PreprocessorConfig.Size size) {
    return Tensor.buffer(Math.multiplyExact(rows, CHANNELS * size.height() * size.width()));
  }

  /** Returns the pixels as a graph takes them; they are not copied. */
  public Tensor tensor() {
    int floats = rows * CHANNELS * size.height() * size.width();
    return new Tensor.Floats(
        pixels.slice(pixels.position(), floats), rows, CHANNELS, size.height(), size.width());
  }
}
