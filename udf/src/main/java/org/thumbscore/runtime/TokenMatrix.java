package org.thumbscore.runtime;

/**
 * A batch of token ids, padded to one length.
 *
 * @param ids row-major {@code [rows, length]}
 * @param mask like {@code ids}; 1 for a token, 0 for padding
 */
@SuppressWarnings("ArrayRecordComponent") // never a key: a carrier between two steps
public record TokenMatrix(int rows, int length, int[] ids, int[] mask) {
  public TokenMatrix {
    if (ids.length != rows * length || mask.length != ids.length) {
      throw new IllegalArgumentException(
          "expected " + rows + " x " + length + " ids and mask, found " + ids.length);
    }
  }
}
