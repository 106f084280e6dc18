package org.thumbscore.image.header;

import java.util.Arrays;
import java.util.Optional;

/**
 * A valid combination of bit depth and color type in PNG.
 *
 * @param type 0 for gray, 2 for color, 3 for a palette, 4 for gray with alpha, 6 for color with
 *     alpha
 */
public record PngKind(int bits, int type) {
  private static final int GREY = 0;
  private static final int COLOR = 2;
  private static final int PALETTE = 3;
  private static final int GREY_ALPHA = 4;
  private static final int COLOR_ALPHA = 6;

  static Optional<PngKind> of(int bits, int type) {
    boolean known =
        switch (type) {
          case GREY -> Arrays.asList(1, 2, 4, 8, 16).contains(bits);
          case PALETTE -> Arrays.asList(1, 2, 4, 8).contains(bits);
          case COLOR, GREY_ALPHA, COLOR_ALPHA -> bits == 8 || bits == 16;
          default -> false;
        };
    return known ? Optional.of(new PngKind(bits, type)) : Optional.empty();
  }

  public boolean indexed() {
    return type == PALETTE;
  }

  public boolean color() {
    return type == COLOR || type == COLOR_ALPHA;
  }

  public int channels() {
    return switch (type) {
      case COLOR -> 3;
      case GREY_ALPHA -> 2;
      case COLOR_ALPHA -> 4;
      default -> 1;
    };
  }

  public int bitsPerPixel() {
    return bits * channels();
  }

  /** Returns the number of bytes in a row, without its filter type. */
  public int rowBytes(int pixels) {
    return (int) (((long) pixels * bitsPerPixel() + 7) / 8);
  }

  /** Returns the minimum length that Pillow requires of a transparency chunk. */
  int transparencyBytes() {
    return type == GREY ? 2 : type == COLOR ? 6 : 0;
  }

  /** Returns whether this is gray without alpha. */
  public boolean grey() {
    return type == GREY;
  }
}
