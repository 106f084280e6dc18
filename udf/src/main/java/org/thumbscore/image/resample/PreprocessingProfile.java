package org.thumbscore.image.resample;

import java.util.Locale;
import org.thumbscore.image.header.ImageSize;

/**
 * The library whose arithmetic turns an image into the model's input. Samples can differ by a level
 * or two between profiles, so scores are only reproducible together with the name of the profile.
 */
public enum PreprocessingProfile {
  /** Pillow 13, which resizes tall images vertically first. */
  PILLOW {
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
  PILLOW12 {
    @Override
    public PassOrder order(ImageSize source, ImageSize target) {
      return PassOrder.HORIZONTAL_FIRST;
    }
  };

  /** Returns the pass that runs first when an image of one size is scaled to another. */
  public abstract PassOrder order(ImageSize source, ImageSize target);

  /** Returns the name used in the configuration and the ledger, for instance {@code pillow12}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
