package org.thumbscore.image.codec;

import java.util.Optional;
import org.thumbscore.image.header.BmpHeader;
import org.thumbscore.image.header.UndecodableException;

/**
 * A decoder for the run-length encoded pixels of a BMP image, which works exactly as in Pillow,
 * including its quirks. Not thread-safe.
 */
final class BmpRuns {
  private final byte[] file;
  private final boolean nibbles;
  private final int width;
  private final byte[] indices;
  private int at;
  private int count;
  private int column;
  private boolean ended;

  private BmpRuns(byte[] file, BmpHeader header, int pixels) {
    this.file = file;
    this.nibbles = header.runs().equals(Optional.of(4));
    this.width = header.size().width();
    this.indices = new byte[pixels];
    this.at = (int) Math.min(header.pixels(), file.length);
  }

  /**
   * Returns the palette index of each pixel, from top to bottom.
   *
   * @param pixels the number of pixels
   * @throws UndecodableException if there are fewer pixels
   */
  static byte[] expand(byte[] file, BmpHeader header, int pixels) throws UndecodableException {
    BmpRuns runs = new BmpRuns(file, header, pixels);
    while (runs.count < pixels && !runs.ended && runs.at + 1 < file.length) {
      runs.step();
    }
    if (runs.count < pixels) {
      throw new UndecodableException(
          "a BMP whose runs end after %d of %d pixels".formatted(runs.count, pixels));
    }
    if (!header.topDown()) {
      runs.turnOver(header.size().height());
    }
    return runs.indices;
  }

  /** Flips the image, because the first row in the file is the last row of the image. */
  private void turnOver(int height) {
    byte[] row = new byte[width];
    for (int y = 0; y < height / 2; y++) {
      int upper = y * width;
      int lower = (height - 1 - y) * width;
      System.arraycopy(indices, upper, row, 0, width);
      System.arraycopy(indices, lower, indices, upper, width);
      System.arraycopy(row, 0, indices, lower, width);
    }
  }

  private void step() {
    int length = file[at] & 0xFF;
    int value = file[at + 1] & 0xFF;
    at += 2;
    if (length > 0) {
      run(length, value);
    } else if (value == 0) {
      skip(Math.floorMod(-count, width));
      column = 0;
    } else if (value == 1) {
      ended = true;
    } else if (value == 2) {
      jump();
    } else {
      copy(value);
    }
  }

  private void run(int length, int value) {
    int fitting = Math.max(0, Math.min(length, width - column));
    for (int i = 0; i < fitting; i++) {
      put(!nibbles ? value : i % 2 == 0 ? value >> 4 : value & 0xF);
    }
    column += fitting;
  }

  private void put(int index) {
    if (count < indices.length) {
      indices[count] = (byte) index;
    }
    count++;
  }

  private void skip(int pixels) {
    count += Math.max(0, Math.min(pixels, indices.length - count));
  }

  private void jump() {
    if (at + 2 > file.length) {
      ended = true;
      return;
    }
    skip((file[at] & 0xFF) + (file[at + 1] & 0xFF) * width);
    column = count % width;
    at += 2;
  }

  private void copy(int length) {
    int pixels = Math.min(indices.length - count, length);
    int size = nibbles ? (pixels + 1) / 2 : pixels;
    int there = Math.min(size, file.length - at);
    for (int i = 0; i < there; i++) {
      int value = file[at + i];
      if (!nibbles) {
        put(value);
      } else {
        put(value >> 4 & 0xF);
        if (2 * i + 1 < pixels) {
          put(value & 0xF);
        }
      }
    }
    at += there;
    ended = there < size || count == indices.length;
    column += length;
    // Literal runs are padded to an even offset in the file.
    at += at & 1;
  }
}
