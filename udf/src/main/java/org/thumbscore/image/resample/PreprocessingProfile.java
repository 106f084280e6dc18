package org.thumbscore.image.resample;

import java.util.Locale;
import org.thumbscore.image.header.ImageSize;

/**
 * The library whose arithmetic turns an image into the model's input. Samples can differ by a level
 * or two between profiles, so scores are only reproducible together with the name of the profile.
 */
public enum PreprocessingProfile {
  /** Pillow 13, which resizes tall images vertically first. */
  PILLOW(Weights.BITS_22) {
    @Override
    public PassOrder order(ImageSize source, ImageSize target) {
      int lostRows = source.height() - target.height();
      int lostColumns = source.width() - target.width();
      return lostRows > 0 && lostRows > 2L * lostColumns
          ? PassOrder.VERTICAL_FIRST
          : PassOrder.HORIZONTAL_FIRST;
    }
  },

  /** Pillow up to 12.3, which resizes every image horizontally first. */
  PILLOW12(Weights.BITS_22),

  /**
   * The torchvision processor of transformers, which is its default where torchvision is installed.
   * PyTorch resizes with weights of 16 bits.
   */
  TORCHVISION(Weights.BITS_16);

  /** How the weights of a resize are rounded to integers. */
  enum Weights {
    /** To 22 fractional bits. */
    BITS_22,
    /** To as many fractional bits as a 16-bit number has for the largest weight of an axis. */
    BITS_16
  }

  private final Weights weights;

  PreprocessingProfile(Weights weights) {
    this.weights = weights;
  }

  /** Returns the pass that runs first when an image of one size is scaled to another. */
  public PassOrder order(ImageSize source, ImageSize target) {
    return PassOrder.HORIZONTAL_FIRST;
  }

  Weights weights() {
    return weights;
  }

  /**
   * Returns the first sample of a crop along an axis, in samples of the scaled image. It is
   * negative if the crop is larger; torchvision adds the odd sample after the image then, and
   * transformers' Pillow processor before it.
   */
  int start(int scaled, int crop) {
    return this == TORCHVISION ? (scaled - crop) / 2 : Math.floorDiv(scaled - crop, 2);
  }

  /** Returns the name used in the configuration and the ledger, for instance {@code pillow12}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
