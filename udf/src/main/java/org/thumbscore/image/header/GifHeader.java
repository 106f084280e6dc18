package org.thumbscore.image.header;

import java.nio.ByteOrder;

/**
 * The structure of a GIF image up to the codes of its first frame, interpreted as in Pillow.
 *
 * @param screen the size of the image
 * @param left the frame's first column on the screen
 * @param top the frame's first row on the screen
 * @param frame the size of the frame
 * @param interlaced whether the frame's rows are stored in four passes
 * @param colors the color of each index
 * @param background the palette index of the area that the frame does not cover
 * @param codes the index of the code size, which precedes the codes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; only passed between two steps
public record GifHeader(
    ImageSize screen,
    int left,
    int top,
    ImageSize frame,
    boolean interlaced,
    int[] colors,
    int background,
    int codes) {
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int COMMENT = 0xFE;
  private static final int APPLICATION = 0xFF;
  private static final int IMAGE = 0x2C;
  private static final int TRAILER = 0x3B;
  private static final int PALETTE_FLAG = 0x80;
  private static final int INTERLACE_FLAG = 0x40;
  private static final String LOOP = "NETSCAPE2.0";

  /**
   * Reads up to the codes of the first frame.
   *
   * @throws UndecodableException if the file ends early
   */
  public static GifHeader read(byte[] bytes) throws UndecodableException {
    ByteReader reader = new ByteReader(bytes, ByteOrder.LITTLE_ENDIAN).skip(6);
    int screenWidth = reader.u16();
    int screenHeight = reader.u16();
    int screenFlags = reader.u8();
    Palette global = Palette.read(bytes, screenFlags, reader.skip(2));
    int background = skipToFrame(bytes, reader);
    int left = reader.u16();
    int top = reader.u16();
    ImageSize frame = ImageSize.of(reader.u16(), reader.u16());
    int flags = reader.u8();
    Palette local = Palette.read(bytes, flags, reader);
    int codes = reader.position();
    reader.u8();
    // As in Pillow, a frame that extends beyond the screen enlarges it.
    ImageSize screen =
        ImageSize.of(
            Math.max(screenWidth, left + frame.width()),
            Math.max(screenHeight, top + frame.height()));
    return new GifHeader(
        screen,
        left,
        top,
        frame,
        (flags & INTERLACE_FLAG) != 0,
        local.over(global),
        background,
        codes);
  }

  /** A palette, which is empty if there is none. */
  private record Palette(byte[] bytes, int from, int to) {
    static Palette read(byte[] bytes, int flags, ByteReader reader) throws UndecodableException {
      int from = reader.position();
      if ((flags & PALETTE_FLAG) != 0) {
        reader.skip(3 << ((flags & 7) + 1));
      }
      return new Palette(bytes, from, reader.position());
    }

    /**
     * Returns whether the palette contains colors; Pillow ignores a palette whose indices are the
     * shades of gray.
     */
    private boolean isNeeded() {
      for (int i = from; i < to; i++) {
        if ((bytes[i] & 0xFF) != (i - from) / 3) {
          return true;
        }
      }
      return false;
    }

    int[] over(Palette global) {
      Palette chosen = isNeeded() ? this : global;
      return chosen.isNeeded()
          ? PackedColor.table(chosen.bytes, chosen.from, chosen.to)
          : PackedColor.greys();
    }
  }

  /** Skips to the first image and returns the index of the transparent color, or 0. */
  private static int skipToFrame(byte[] bytes, ByteReader reader) throws UndecodableException {
    int transparent = 0;
    for (int block = reader.u8(); block != IMAGE; block = reader.u8()) {
      if (block == TRAILER) {
        throw new UndecodableException("a GIF without a frame");
      }
      if (block == EXTENSION) {
        transparent = skipExtension(bytes, reader, transparent);
      }
    }
    return transparent;
  }

  /** Skips an extension. As in Pillow, an empty one also consumes the blocks of the next. */
  private static int skipExtension(byte[] bytes, ByteReader reader, int before)
      throws UndecodableException {
    int transparent = before;
    int kind = reader.u8();
    int length = reader.u8();
    int at = reader.position();
    reader.skip(length);
    if (kind == GRAPHIC_CONTROL && length > 0) {
      transparent = graphicControl(bytes, at, length, before);
    }
    if (kind == APPLICATION && length >= LOOP.length() && isLoop(bytes, at)) {
      reader.skip(reader.u8());
    }
    if (kind != COMMENT || length > 0) {
      skipBlocks(reader);
    }
    return transparent;
  }

  private static boolean isLoop(byte[] bytes, int at) {
    for (int i = 0; i < LOOP.length(); i++) {
      if (bytes[at + i] != LOOP.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int graphicControl(byte[] bytes, int at, int length, int before)
      throws UndecodableException {
    boolean transparent = (bytes[at] & 1) != 0;
    if (length < (transparent ? 4 : 3)) {
      throw new UndecodableException("a GIF whose graphic control has " + length + " bytes");
    }
    return transparent ? bytes[at + 3] & 0xFF : before;
  }

  private static void skipBlocks(ByteReader reader) throws UndecodableException {
    for (int length = reader.u8(); length != 0; length = reader.u8()) {
      reader.skip(length);
    }
  }
}
