package org.thumbscore.image.codec;

/**
 * CIE Lab to sRGB as Pillow converts it, by littleCMS: colours on a grid, and between them by
 * tetrahedral interpolation. All 16 million colours are the same.
 *
 * @see <a href="https://github.com/mm2/Little-CMS/blob/master/src/cmsintrp.c">littleCMS,
 *     cmsintrp.c, TetrahedralInterp16</a>
 */
final class LabColor {
  private static final int FULL = 0xFFFF;
  private static final int BYTES = 256;

  /** From one node of the table to the next of lightness, of a, and of b. */
  private static final int[] STEP = {3 * LabGrid.EDGE * LabGrid.EDGE, 3 * LabGrid.EDGE, 3};

  /** Each byte's node below it, and how far it is from there to the next, of 65,536. */
  private static final int[] NODE = new int[BYTES];

  private static final int[] REST = new int[BYTES];
  private static final char[] TABLE = LabGrid.colors();

  static {
    for (int value = 0; value < BYTES; value++) {
      // Two bytes as version 2 of ICC counts them, which become those of version 4.
      int wide = value * 257;
      wide = Math.min(FULL, (wide << Byte.SIZE | wide) >> Byte.SIZE);
      int fixed = wide * (LabGrid.EDGE - 1);
      fixed += (fixed + 0x7FFF) / FULL;
      NODE[value] = fixed >> 16;
      REST[value] = fixed & FULL;
    }
  }

  private LabColor() {}

  /**
   * Packed RGB.
   *
   * @param lightness 255 is white
   * @param a from green to red, a byte with a sign
   * @param b from blue to yellow, a byte with a sign
   */
  static int toRgb(int lightness, int a, int b) {
    int fromGreen = a ^ 0x80;
    int fromBlue = b ^ 0x80;
    int node = NODE[lightness] * STEP[0] + NODE[fromGreen] * STEP[1] + NODE[fromBlue] * STEP[2];
    // The axis is in the lowest bits, so that the greatest rest comes with its own.
    int first = REST[lightness] << 2;
    int second = REST[fromGreen] << 2 | 1;
    int third = REST[fromBlue] << 2 | 2;
    int high = Math.max(first, Math.max(second, third));
    int low = Math.min(first, Math.min(second, third));
    int middle = first ^ second ^ third ^ high ^ low;
    return DecodedImage.pack(
        channel(node, high, middle, low),
        channel(node + 1, high, middle, low),
        channel(node + 2, high, middle, low));
  }

  /** Walks from the node to the opposite corner of its cube, along the greatest rest first. */
  private static int channel(int node, int high, int middle, int low) {
    long sum = 0x8001;
    int at = node;
    for (int axis = high; axis > 3; axis = axis == high ? middle : axis == middle ? low : 0) {
      int next = at + STEP[axis & 3];
      sum += (long) (TABLE[next] - TABLE[at]) * (axis >> 2);
      at = next;
    }
    int color = (int) (TABLE[node] + ((sum + (sum >> 16)) >> 16)) & FULL;
    return (color * 65_281 + 8_388_608) >>> 24;
  }
}
