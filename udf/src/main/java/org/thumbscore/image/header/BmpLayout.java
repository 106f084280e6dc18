package org.thumbscore.image.header;

import java.util.Map;

/** The positions of the colors in a BMP pixel, limited to the layouts that Pillow supports. */
public enum BmpLayout {
  INDEXED(0, 0, 0),
  RGB_555(10, 5, 0),
  RGB_565(11, 5, 0),
  BGR(16, 8, 0),
  XBGR(24, 16, 8),
  BGXR(24, 8, 0),
  RGBX(0, 8, 16);

  /** The bits of a pixel that contain red, green, blue and alpha. */
  public record Masks(int red, int green, int blue, int alpha) {
    static final Masks NONE = new Masks(0, 0, 0, 0);
  }

  private static final Map<Masks, BmpLayout> OF_32_BITS =
      Map.of(
          Masks.NONE,
          BGR,
          new Masks(0xFF0000, 0xFF00, 0xFF, 0),
          BGR,
          new Masks(0xFF0000, 0xFF00, 0xFF, 0xFF000000),
          BGR,
          new Masks(0xFF000000, 0xFF0000, 0xFF00, 0),
          XBGR,
          new Masks(0xFF000000, 0xFF0000, 0xFF00, 0xFF),
          XBGR,
          new Masks(0xFF000000, 0xFF00, 0xFF, 0),
          BGXR,
          new Masks(0xFF000000, 0xFF00, 0xFF, 0xFF0000),
          BGXR,
          new Masks(0xFF, 0xFF00, 0xFF0000, 0xFF000000),
          RGBX);

  private final int redShift;
  private final int greenShift;
  private final int blueShift;

  BmpLayout(int redShift, int greenShift, int blueShift) {
    this.redShift = redShift;
    this.greenShift = greenShift;
    this.blueShift = blueShift;
  }

  /**
   * Returns the layout of pixels with the given number of bits.
   *
   * @throws UndecodableException for layouts that Pillow refuses
   */
  static BmpLayout of(int bits, boolean bitFields, Masks masks) throws UndecodableException {
    BmpLayout plain =
        switch (bits) {
          case 1, 4, 8 -> INDEXED;
          case 16 -> RGB_555;
          case 24, 32 -> BGR;
          default ->
              throw new UndecodableException(
                  "a BMP of %d bits a pixel; expected 1, 4, 8, 16, 24 or 32".formatted(bits));
        };
    return bitFields ? ofFields(bits, masks) : plain;
  }

  private static BmpLayout ofFields(int bits, Masks masks) throws UndecodableException {
    Masks opaque = new Masks(masks.red, masks.green, masks.blue, 0);
    BmpLayout layout = null;
    if (bits == 32) {
      layout = OF_32_BITS.get(masks);
    } else if (bits == 24 && opaque.equals(new Masks(0xFF0000, 0xFF00, 0xFF, 0))) {
      layout = BGR;
    } else if (bits == 16 && opaque.equals(new Masks(0xF800, 0x7E0, 0x1F, 0))) {
      layout = RGB_565;
    } else if (bits == 16 && opaque.equals(new Masks(0x7C00, 0x3E0, 0x1F, 0))) {
      layout = RGB_555;
    }
    if (layout == null) {
      throw new UndecodableException(
          "a BMP of %d bits whose bit fields are %x, %x, %x and %x, which Pillow does not read"
              .formatted(bits, masks.red, masks.green, masks.blue, masks.alpha));
    }
    return layout;
  }

  /** Returns the color of a pixel in the form that {@link PackedColor} describes. */
  public int color(int pixel) {
    return this == RGB_555 || this == RGB_565
        ? PackedColor.of(
            (pixel >> redShift & 31) * 255 / 31,
            this == RGB_565
                ? (pixel >> greenShift & 63) * 255 / 63
                : (pixel >> greenShift & 31) * 255 / 31,
            (pixel & 31) * 255 / 31)
        : PackedColor.of(
            pixel >>> redShift & 0xFF, pixel >>> greenShift & 0xFF, pixel >>> blueShift & 0xFF);
  }
}
