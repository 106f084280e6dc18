package org.thumbscore.image.resample;

import java.util.Locale;
import org.thumbscore.image.header.ImageSize;

/**
 * The library whose arithmetic turns an image into the model's pixels. Two profiles may differ by a
 * level or two in some samples, so the name is part of what a score follows from.
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

  /** The pass that runs first where an image of one size is scaled to another. */
  public abstract PassOrder order(ImageSize source, ImageSize target);

  /** As the config and the ledger write it, for instance {@code pillow12}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
