package org.thumbscore.pipeline;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Encoded bytes as a map key. The hash code is a hardware-accelerated checksum; equality compares
 * the bytes.
 */
final class ContentKey implements ImageKey {
  private final byte[] bytes;
  private final int hash;

  ContentKey(byte[] bytes) {
    this.bytes = bytes;
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    this.hash = (int) checksum.getValue();
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContentKey key && hash == key.hash && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
