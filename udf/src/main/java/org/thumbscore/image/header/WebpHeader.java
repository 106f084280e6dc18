package org.thumbscore.image.header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The header of a WebP image.
 *
 * @param canvas the size of the image
 * @param firstFrame the first frame of an animation, or empty for a still image
 * @see <a href="https://developers.google.com/speed/webp/docs/riff_container">WebP container</a>
 */
public record WebpHeader(ImageSize canvas, Optional<Frame> firstFrame) {
  private static final int RIFF_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int ALPHA = 0x10;
  private static final int ANIMATION = 0x02;

  private static final int VP8 = name("VP8 ");
  private static final int VP8L = name("VP8L");
  private static final int VP8X = name("VP8X");
  private static final int ANMF = name("ANMF");
  private static final int ALPH = name("ALPH");

  /**
   * A frame of an animation.
   *
   * @param file the frame as a separate WebP file
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; only passed between two steps
  public record Frame(int left, int top, ImageSize size, byte[] file) {}

  /**
   * Reads the first chunk and, for an animation, everything up to the first frame.
   *
   * @throws UndecodableException if the file ends early, or its kind is unknown
   */
  public static WebpHeader read(byte[] bytes) throws UndecodableException {
    ByteReader reader = new ByteReader(bytes, ByteOrder.LITTLE_ENDIAN).skip(RIFF_HEADER);
    int kind = reader.i32();
    int length = reader.length();
    return kind == VP8X
        ? extended(bytes, reader, length)
        : new WebpHeader(codedSize(kind, reader), Optional.empty());
  }

  private static int name(String name) {
    return name.charAt(3) << 24 | name.charAt(2) << 16 | name.charAt(1) << 8 | name.charAt(0);
  }

  /** Returns the size that a chunk of pixels specifies. */
  private static ImageSize codedSize(int kind, ByteReader reader) throws UndecodableException {
    if (kind == VP8) {
      return lossySize(reader);
    }
    if (kind == VP8L) {
      return losslessSize(reader);
    }
    throw new UndecodableException(
        "a WebP that begins with a chunk '" + PngChunks.text(Integer.reverseBytes(kind)) + "'");
  }

  private static ImageSize lossySize(ByteReader reader) throws UndecodableException {
    reader.skip(6);
    int width = reader.u16() & 0x3FFF;
    return ImageSize.of(width, reader.u16() & 0x3FFF);
  }

  private static ImageSize losslessSize(ByteReader reader) throws UndecodableException {
    reader.skip(1);
    int low = reader.u16();
    int high = reader.u16();
    int width = (low & 0x3FFF) + 1;
    int height = (low >> 14 | (high & 0xFFF) << 2) + 1;
    return ImageSize.of(width, height);
  }

  private static WebpHeader extended(byte[] bytes, ByteReader reader, int length)
      throws UndecodableException {
    int flags = reader.u8();
    reader.skip(3);
    int width = reader.u24() + 1;
    ImageSize canvas = ImageSize.of(width, reader.u24() + 1);
    if ((flags & ANIMATION) == 0) {
      return new WebpHeader(canvas, Optional.empty());
    }
    reader.skip(length - 10 + (length & 1));
    return new WebpHeader(canvas, Optional.of(firstFrame(bytes, reader, canvas)));
  }

  private static Frame firstFrame(byte[] bytes, ByteReader reader, ImageSize canvas)
      throws UndecodableException {
    int kind = reader.i32();
    int length = reader.length();
    while (kind != ANMF) {
      reader.skip(length).skip(length & 1);
      kind = reader.i32();
      length = reader.length();
    }
    int left = 2 * reader.u24();
    int top = 2 * reader.u24();
    int width = reader.u24() + 1;
    ImageSize size = ImageSize.of(width, reader.u24() + 1);
    int start = reader.skip(4).position();
    reader.skip(length - 16);
    if (left + size.width() > canvas.width() || top + size.height() > canvas.height()) {
      throw new UndecodableException("a WebP whose first frame reaches beyond its canvas");
    }
    return new Frame(left, top, size, standalone(bytes, start, length - 16, size));
  }

  /** Returns the frame's chunks after the headers of a file. The format stores sizes minus one. */
  private static byte[] standalone(byte[] bytes, int start, int length, ImageSize size)
      throws UndecodableException {
    ByteReader reader = new ByteReader(bytes, ByteOrder.LITTLE_ENDIAN).skip(start);
    int kind = reader.i32();
    int first = reader.length();
    boolean alpha = kind == ALPH;
    if (alpha) {
      kind = reader.skip(first).skip(first & 1).i32();
      reader.skip(4);
    }
    if (!codedSize(kind, reader).equals(size)) {
      throw new UndecodableException("a WebP whose first frame has not the size it says");
    }
    int extended = alpha ? CHUNK_HEADER + 10 : 0;
    ByteBuffer file =
        ByteBuffer.allocate(RIFF_HEADER + extended + length).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(name("RIFF")).putInt(file.capacity() - CHUNK_HEADER).putInt(name("WEBP"));
    if (alpha) {
      file.putInt(VP8X).putInt(10).putInt(ALPHA);
      file.putShort((short) (size.width() - 1)).put((byte) ((size.width() - 1) >> 16));
      file.putShort((short) (size.height() - 1)).put((byte) ((size.height() - 1) >> 16));
    }
    return file.put(bytes, start, length).array();
  }
}
