package org.thumbscore.image.header;

import java.util.Arrays;
import java.util.Optional;

/**
 * A colour type and a depth that PNG knows.
 *
 * @param type 0 grey, 2 colour, 3 palette, 4 grey with alpha, 6 colour with alpha
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

  /** Bytes of a row, without its filter. */
  public int rowBytes(int pixels) {
    return (int) (((long) pixels * bitsPerPixel() + 7) / 8);
  }

  /** How long Pillow wants a transparency chunk to be at least. */
  int transparencyBytes() {
    return type == GREY ? 2 : type == COLOR ? 6 : 0;
  }

  /** Whether it is grey without alpha. */
  public boolean grey() {
    return type == GREY;
  }
}
