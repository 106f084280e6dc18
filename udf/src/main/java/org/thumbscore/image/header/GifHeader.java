package org.thumbscore.image.header;

import java.nio.ByteOrder;

/**
 * The structure of a GIF as far as the end of its first frame.
 *
 * @param screen the image's size
 * @param left the frame's first column on the screen
 * @param top the frame's first row on the screen
 * @param frame the frame's size
 * @param background palette index of what the frame does not cover
 */
public record GifHeader(ImageSize screen, int left, int top, ImageSize frame, int background) {
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int IMAGE = 0x2C;

  /**
   * Walks to the end of the first frame.
   *
   * @throws UndecodableException if the file ends before
   */
  public static GifHeader read(byte[] bytes) throws UndecodableException {
    ByteReader reader = new ByteReader(bytes, ByteOrder.LITTLE_ENDIAN).skip(6);
    int screenWidth = reader.u16();
    int screenHeight = reader.u16();
    int flags = reader.u8();
    reader.skip(2);
    skipPalette(reader, flags);
    int background = skipExtensions(reader);
    int left = reader.u16();
    int top = reader.u16();
    ImageSize frame = ImageSize.of(reader.u16(), reader.u16());
    skipPalette(reader, reader.u8());
    int codes = reader.position();
    reader.skip(1);
    skipBlocks(reader);
    GifCodes.check(bytes, codes);
    // As Pillow does, a frame that reaches beyond the screen widens it.
    ImageSize screen =
        ImageSize.of(
            Math.max(screenWidth, left + frame.width()),
            Math.max(screenHeight, top + frame.height()));
    return new GifHeader(screen, left, top, frame, background);
  }

  private static void skipPalette(ByteReader reader, int flags) throws UndecodableException {
    if ((flags & 0x80) != 0) {
      reader.skip(3 << ((flags & 7) + 1));
    }
  }

  /** Up to the first image; the transparent colour's index, or 0. */
  private static int skipExtensions(ByteReader reader) throws UndecodableException {
    int transparent = 0;
    for (int block = reader.u8(); block != IMAGE; block = reader.u8()) {
      if (block != EXTENSION) {
        throw new UndecodableException("a GIF without a frame");
      }
      if (reader.u8() == GRAPHIC_CONTROL) {
        transparent = graphicControl(reader);
      }
      skipBlocks(reader);
    }
    return transparent;
  }

  private static int graphicControl(ByteReader reader) throws UndecodableException {
    int length = reader.u8();
    if (length < 4) {
      reader.skip(length);
      return 0;
    }
    int flags = reader.u8();
    int index = reader.skip(2).u8();
    reader.skip(length - 4);
    return (flags & 1) == 0 ? 0 : index;
  }

  private static void skipBlocks(ByteReader reader) throws UndecodableException {
    for (int length = reader.u8(); length != 0; length = reader.u8()) {
      reader.skip(length);
    }
  }
}
