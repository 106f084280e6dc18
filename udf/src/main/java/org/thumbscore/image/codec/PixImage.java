package org.thumbscore.image.codec;

import java.nio.IntBuffer;
import java.util.Optional;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;

/** An image in native memory, which {@link #close} frees. Not thread-safe. */
final class PixImage implements DecodedImage {
  private static final int COLOUR_BITS = 32;
  private static final int GREY_BITS = 8;

  private final PIX pix;
  private final int width;
  private final int height;
  private final boolean grey;
  private final int wordsPerLine;
  private final IntBuffer words;
  private boolean closed;

  private PixImage(PIX pix) {
    this.pix = pix;
    this.width = leptonica.pixGetWidth(pix);
    this.height = leptonica.pixGetHeight(pix);
    this.grey = leptonica.pixGetDepth(pix) == GREY_BITS;
    this.wordsPerLine = leptonica.pixGetWpl(pix);
    this.words = leptonica.pixGetData(pix).capacity((long) wordsPerLine * height).asBuffer();
  }

  /**
   * Takes ownership of a decoder's result, or returns empty for null and for unsupported depths.
   */
  static Optional<PixImage> of(PIX pix) {
    if (pix == null || pix.isNull()) {
      return Optional.empty();
    }
    int depth = leptonica.pixGetDepth(pix);
    if (depth != COLOUR_BITS && depth != GREY_BITS) {
      leptonica.pixDestroy(pix);
      return Optional.empty();
    }
    return Optional.of(new PixImage(pix));
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public void copyRow(int y, int x, int count, int[] into, int offset) {
    if (closed) {
      throw new IllegalStateException("the image is closed");
    }
    int line = y * wordsPerLine;
    if (grey) {
      copyGrey(line, x, count, into, offset);
    } else {
      words.get(line + x, into, offset, count);
    }
  }

  /** Copies gray pixels, of which each word contains four, the first one in the highest byte. */
  private void copyGrey(int line, int x, int count, int[] into, int offset) {
    for (int i = 0; i < count; i++) {
      int column = x + i;
      int sample = words.get(line + (column >> 2)) >>> (24 - 8 * (column & 3)) & 0xFF;
      into[offset + i] = DecodedImage.pack(sample, sample, sample);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      leptonica.pixDestroy(pix);
    }
  }
}
