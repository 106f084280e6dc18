package org.thumbscore.image.resample;

import org.thumbscore.image.codec.DecodedImage;
import org.thumbscore.image.header.ImageSize;
import org.thumbscore.model.PreprocessorConfig;

/** A cropper that resizes and crops decoded images. Immutable and thread-safe. */
public final class Cropper {
  private final PreprocessorConfig config;
  private final PreprocessingProfile profile;
  private final ResampleFilter filter;

  /** One for each decoder thread; its memory is bounded. */
  private final ThreadLocal<SeparableResize> resize = ThreadLocal.withInitial(SeparableResize::new);

  public Cropper(PreprocessorConfig config, PreprocessingProfile profile) {
    this.config = config;
    this.profile = profile;
    this.filter = ResampleFilter.of(config);
  }

  /** Returns the crop of an image, which the caller still has to close. */
  public RgbImage crop(DecodedImage image) {
    int width = config.crop().width();
    int height = config.crop().height();
    CropGeometry geometry = CropGeometry.of(config, image.width(), image.height());
    int firstX = Math.max(geometry.left(), 0);
    int firstY = Math.max(geometry.top(), 0);
    int endX = Math.min(geometry.left() + width, geometry.width());
    int endY = Math.min(geometry.top() + height, geometry.height());
    ResampleKernel horizontal =
        ResampleKernel.of(filter, image.width(), geometry.width(), firstX, endX);
    ResampleKernel vertical =
        ResampleKernel.of(filter, image.height(), geometry.height(), firstY, endY);
    PassOrder order =
        profile.order(new ImageSize(image.width(), image.height()), geometry.scaled());
    int[][] window = resize.get().resize(image, horizontal, vertical, order);
    RgbImage crop = new RgbImage(width, height, new byte[3 * width * height]);
    for (int y = 0; y < vertical.size(); y++) {
      int row = firstY - geometry.top() + y;
      int to = 3 * (row * width + firstX - geometry.left());
      unpack(window[y], horizontal.size(), crop.samples(), to);
    }
    return crop;
  }

  /** Writes packed pixels as RGB samples. */
  public static void unpack(int[] pixels, int count, byte[] samples, int to) {
    for (int x = 0; x < count; x++) {
      int pixel = pixels[x];
      samples[to + 3 * x] = (byte) (pixel >>> 24);
      samples[to + 3 * x + 1] = (byte) (pixel >>> 16);
      samples[to + 3 * x + 2] = (byte) (pixel >>> 8);
    }
  }
}
