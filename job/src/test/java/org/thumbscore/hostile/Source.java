package org.thumbscore.hostile;

import java.util.Arrays;
import org.thumbscore.image.header.ImageFormat;

/** A whole image that mutations start from. */
@SuppressWarnings("ArrayRecordComponent") // never a key
record Source(String name, ImageFormat format, byte[] bytes, Anatomy anatomy) {
  static Source of(String name, byte[] bytes) {
    ImageFormat format = ImageFormat.of(bytes).orElseThrow();
    return new Source(name, format, bytes, Anatomy.of(format, bytes));
  }

  int parts() {
    return anatomy.cuts().size() - 1;
  }

  /** Its parts in order; the array is the caller's. */
  byte[][] pieces() {
    byte[][] pieces = new byte[parts()][];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = Arrays.copyOfRange(bytes, anatomy.cuts().get(i), anatomy.cuts().get(i + 1));
    }
    return pieces;
  }
}
