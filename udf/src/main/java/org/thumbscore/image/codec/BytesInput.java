package org.thumbscore.image.codec;

import javax.imageio.stream.ImageInputStreamImpl;

/**
 * An image input stream over a byte array. It reports its length, with which the JDK's readers
 * compare the sizes stated in a file before they allocate memory. Not thread-safe.
 */
final class BytesInput extends ImageInputStreamImpl {
  private final byte[] bytes;

  BytesInput(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    bitOffset = 0;
    return streamPos < bytes.length ? Byte.toUnsignedInt(bytes[(int) streamPos++]) : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    bitOffset = 0;
    if (streamPos >= bytes.length) {
      return length == 0 ? 0 : -1;
    }
    int count = (int) Math.min(length, bytes.length - streamPos);
    System.arraycopy(bytes, (int) streamPos, into, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
