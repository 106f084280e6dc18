package org.thumbscore.image.codec;

/**
 * The conversion from CIE Lab to sRGB by littleCMS, as in Pillow: a grid of colors with tetrahedral
 * interpolation between them. The result is identical for all 16 million colors.
 *
 * @see <a href="https://github.com/mm2/Little-CMS/blob/master/src/cmsintrp.c">littleCMS,
 *     cmsintrp.c, TetrahedralInterp16</a>
 */
final class LabColor {
  private static final int FULL = 0xFFFF;
  private static final int BYTES = 256;

  /** The offsets in the table from one node to the next along lightness, a and b. */
  private static final int[] STEP = {3 * LabGrid.EDGE * LabGrid.EDGE, 3 * LabGrid.EDGE, 3};

  /**
   * For each byte, the node at or below it, and its distance from that node in 65,536ths of the
   * grid's step.
   */
  private static final int[] NODE = new int[BYTES];

  private static final int[] REST = new int[BYTES];
  private static final char[] TABLE = LabGrid.colors();

  static {
    for (int value = 0; value < BYTES; value++) {
      // Convert the 16-bit encoding of ICC version 2 to that of version 4.
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
   * Returns packed RGB.
   *
   * @param lightness lightness; 255 is white
   * @param a green to red, as a signed byte
   * @param b blue to yellow, as a signed byte
   */
  static int toRgb(int lightness, int a, int b) {
    int fromGreen = a ^ 0x80;
    int fromBlue = b ^ 0x80;
    int node = NODE[lightness] * STEP[0] + NODE[fromGreen] * STEP[1] + NODE[fromBlue] * STEP[2];
    // The lowest bits hold the axis, so that it stays with its distance when the distances are
    // sorted.
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

  /**
   * Interpolates from the node to the opposite corner of its cube, along the axis with the greatest
   * distance first.
   */
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
