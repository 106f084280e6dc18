package org.thumbscore.hostile;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** PNG's chunks and their checksums. */
final class PngChunks {
  private static final int SIGNATURE = 8;
  private static final int FRAME = 12;

  private PngChunks() {}

  static byte[] chunk(String type, byte[] data) {
    byte[] chunk = new Bytes().big32(data.length).text(type).put(data).big32(0).get();
    seal(chunk, 0, data.length);
    return chunk;
  }

  /** A copy in which the checksums fit, as far as the chunks can be followed. */
  static byte[] withChecksums(byte[] png) {
    byte[] copy = png.clone();
    int at = SIGNATURE;
    while (at + FRAME <= png.length) {
      int length = ByteBuffer.wrap(copy).getInt(at);
      if (length < 0 || length > png.length - at - FRAME) {
        break;
      }
      seal(copy, at, length);
      at += FRAME + length;
    }
    return copy;
  }

  private static void seal(byte[] file, int at, int length) {
    CRC32 sum = new CRC32();
    sum.update(file, at + 4, 4 + length);
    ByteBuffer.wrap(file).putInt(at + 8 + length, (int) sum.getValue());
  }
}
