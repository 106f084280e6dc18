package org.thumbscore.image.codec;

/**
 * The colors that littleCMS assigns to a grid of Lab values, bit for bit: values that littleCMS
 * computes as floats are rounded to floats here, too.
 *
 * @see <a href="https://github.com/mm2/Little-CMS/blob/master/src/cmspcs.c">littleCMS, cmspcs.c,
 *     cmsLab2XYZ</a>
 */
final class LabGrid {
  /** The number of nodes along each axis. */
  static final int EDGE = 33;

  private static final double FULL = 65_535;

  /** The white point of D50. */
  private static final double[] WHITE = {0.9642, 1.0, 0.8249};

  /** The largest value of a 16-bit XYZ component. */
  private static final double MOST_XYZ = 1 + 32_767 / 32_768.0;

  /** The matrix from D50 XYZ, as fractions of {@link #MOST_XYZ}, to linear sRGB. */
  private static final double[][] TO_LINEAR = {
    {6.26827708069641, -3.2343685646958016, -0.9813731532183346},
    {-1.9574671393474479, 3.8322017178972496, 0.06686577801362038},
    {0.14392565943970476, -0.4579807585679834, 2.8114645655935213}
  };

  private LabGrid() {}

  /**
   * Returns red, green and blue of each node, where 65,535 is the maximum; b varies fastest, then
   * a.
   */
  static char[] colors() {
    char[] colors = new char[3 * EDGE * EDGE * EDGE];
    int at = 0;
    for (int l = 0; l < EDGE; l++) {
      for (int a = 0; a < EDGE; a++) {
        for (int b = 0; b < EDGE; b++) {
          put(node(l), node(a), node(b), colors, at);
          at += 3;
        }
      }
    }
    return colors;
  }

  private static double node(int index) {
    return (float) Math.floor(index * FULL / (EDGE - 1) + 0.5) / (float) FULL;
  }

  private static void put(double l, double a, double b, char[] colors, int at) {
    double y = (l * 100 + 16) / 116;
    double x = y + 0.002 * (a * 255 - 128);
    double z = y - 0.005 * (b * 255 - 128);
    double[] xyz = {xyz(x, WHITE[0]), xyz(y, WHITE[1]), xyz(z, WHITE[2])};
    for (int channel = 0; channel < 3; channel++) {
      double[] row = TO_LINEAR[channel];
      float linear = (float) (xyz[0] * row[0] + xyz[1] * row[1] + xyz[2] * row[2]);
      double value = Math.floor((float) curved(linear) * FULL + 0.5);
      colors[at + channel] = (char) Math.max(0, Math.min(FULL, value));
    }
  }

  private static float xyz(double root, double white) {
    double part = root <= 24 / 116.0 ? 108 / 841.0 * (root - 16 / 116.0) : root * root * root;
    return (float) (part * white / MOST_XYZ);
  }

  /** Applies the transfer function of sRGB. */
  private static double curved(double linear) {
    double gain = 1 / 1.055;
    double shift = 0.055 / 1.055;
    return linear >= Math.pow(gain * 0.04045 + shift, 2.4)
        ? (Math.pow(linear, 1 / 2.4) - shift) / gain
        : linear * 12.92;
  }
}
