package org.thumbscore.image.jpeg;

/**
 * A component of a frame: its sampling, its tables and its place in the scans. Not thread-safe.
 *
 * <p>Blocks outside of the image, which fill the last MCUs, count where they are part of an MCU.
 */
final class Component {
  final int id;
  final int horizontal;
  final int vertical;
  final int quantization;

  /** Blocks that hold samples of the image, as a scan of this component alone has them. */
  int blocksAcross;

  int blocksDown;

  /** Samples that belong to the image. */
  int width;

  int height;

  /** The factors of its quantization table in zigzag order, from its first scan on. */
  int[] factors;

  HuffmanTable dc;
  HuffmanTable ac;

  /** The DC value of the block before. */
  int prediction;

  Component(int id, int sampling, int quantization) throws UnusualJpegException {
    this.id = id;
    this.horizontal = sampling >> 4;
    this.vertical = sampling & 15;
    this.quantization = quantization;
    if (horizontal < 1 || horizontal > 2 || vertical < 1 || vertical > 2 || quantization > 3) {
      throw new UnusualJpegException("sampling factors other than 1 and 2");
    }
  }
}
