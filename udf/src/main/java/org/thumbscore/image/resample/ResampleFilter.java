package org.thumbscore.image.resample;

import org.thumbscore.model.PreprocessorConfig;

/**
 * Pillow's filters, as functions of the distance from the center.
 *
 * @see <a
 *     href="https://github.com/python-pillow/Pillow/blob/main/src/libImaging/Resample.c">Pillow,
 *     Resample.c</a>
 */
public enum ResampleFilter {
  BILINEAR(1) {
    @Override
    double weight(double distance) {
      double x = Math.abs(distance);
      return x < 1 ? 1 - x : 0;
    }
  },
  BICUBIC(2) {
    @Override
    double weight(double distance) {
      double x = Math.abs(distance);
      if (x < 1) {
        return ((A + 2) * x - (A + 3)) * x * x + 1;
      }
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
    }
  };

  /** The parameter a of Keys' cubic convolution. */
  private static final double A = -0.5;

  private final double support;

  ResampleFilter(double support) {
    this.support = support;
  }

  abstract double weight(double distance);

  /** Returns half the width of the filter at scale 1. */
  double support() {
    return support;
  }

  /** Returns the filter that {@code preprocessor_config.json} specifies by number. */
  static ResampleFilter of(PreprocessorConfig config) {
    return config.resample() == PreprocessorConfig.BILINEAR ? BILINEAR : BICUBIC;
  }
}
