package org.thumbscore.image.header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a WebP file says of itself.
 *
 * @param canvas the image's size
 * @param firstFrame of an animation
 * @see <a href="https://developers.google.com/speed/webp/docs/riff_container">WebP container</a>
 */
public record WebpHeader(ImageSize canvas, Optional<Frame> firstFrame) {
  private static final int RIFF_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int ALPHA = 0x10;
  private static final int ANIMATION = 0x02;

  /**
   * A frame of an animation.
   *
   * @param file the frame as a WebP file of its own
   */
  @SuppressWarnings("ArrayRecordComponent") // never a key: a carrier between two steps
  public record Frame(int left, int top, byte[] file) {}

  /**
   * Reads the first chunk, and of an animation all up to the first frame.
   *
   * @throws UndecodableException if the file ends before, or is of an unknown kind
   */
  public static WebpHeader read(byte[] bytes) throws UndecodableException {
    ByteReader reader = new ByteReader(bytes, ByteOrder.LITTLE_ENDIAN).skip(RIFF_HEADER);
    String kind = reader.fourCc();
    int length = reader.length();
    return switch (kind) {
      case "VP8 " -> new WebpHeader(lossySize(reader), Optional.empty());
      case "VP8L" -> new WebpHeader(losslessSize(reader), Optional.empty());
      case "VP8X" -> extended(bytes, reader, length);
      default ->
          throw new UndecodableException(
              "a WebP that begins with a chunk '" + kind.replaceAll("[^\\x20-\\x7E]", ".") + "'");
    };
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
    String kind = reader.fourCc();
    int length = reader.length();
    while (!kind.equals("ANMF")) {
      reader.skip(length).skip(length & 1);
      kind = reader.fourCc();
      length = reader.length();
    }
    int left = 2 * reader.u24();
    int top = 2 * reader.u24();
    int width = reader.u24();
    int height = reader.u24();
    int start = reader.skip(4).position();
    reader.skip(length - 16);
    byte[] file = standalone(Arrays.copyOfRange(bytes, start, reader.position()), width, height);
    if (!read(file).canvas().equals(new ImageSize(width + 1, height + 1))) {
      throw new UndecodableException("a WebP whose first frame has not the size it says");
    }
    if (left + width >= canvas.width() || top + height >= canvas.height()) {
      throw new UndecodableException("a WebP whose first frame reaches beyond its canvas");
    }
    return new Frame(left, top, file);
  }

  /** The frame's chunks behind the headers of a file; sizes less one, as the format has them. */
  private static byte[] standalone(byte[] chunks, int width, int height) {
    boolean alpha = new String(chunks, StandardCharsets.ISO_8859_1).startsWith("ALPH");
    int extended = alpha ? CHUNK_HEADER + 10 : 0;
    ByteBuffer file =
        ByteBuffer.allocate(RIFF_HEADER + extended + chunks.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt(file.capacity() - CHUNK_HEADER).put(ascii("WEBP"));
    if (alpha) {
      file.put(ascii("VP8X")).putInt(10).putInt(ALPHA);
      file.putShort((short) width).put((byte) (width >> 16));
      file.putShort((short) height).put((byte) (height >> 16));
    }
    return file.put(chunks).array();
  }

  private static byte[] ascii(String name) {
    return name.getBytes(StandardCharsets.ISO_8859_1);
  }
}
