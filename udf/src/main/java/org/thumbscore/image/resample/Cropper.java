package org.thumbscore.image.resample;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.thumbscore.image.codec.DecodedImage;
import org.thumbscore.image.header.ImageSize;
import org.thumbscore.image.header.PixelWindow;
import org.thumbscore.model.PreprocessorConfig;

/** A cropper that resizes and crops decoded images. Thread-safe. */
public final class Cropper {
  private static final VarHandle FOUR =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final PreprocessorConfig config;
  private final PreprocessingProfile profile;

  /** One for each decoder thread; its memory is bounded. */
  private final ThreadLocal<SeparableResize> resize = ThreadLocal.withInitial(SeparableResize::new);

  /** Recent plans by a hash of the size, because many images have the same size. */
  private final AtomicReferenceArray<ResizePlan> recent = new AtomicReferenceArray<>(64);

  public Cropper(PreprocessorConfig config, PreprocessingProfile profile) {
    this.config = config;
    this.profile = profile;
  }

  private ResizePlan plan(ImageSize size) {
    int place = Math.floorMod(31 * size.width() + size.height(), recent.length());
    ResizePlan plan = recent.get(place);
    if (plan == null || !plan.size().equals(size)) {
      plan = ResizePlan.of(config, profile, size);
      recent.set(place, plan);
    }
    return plan;
  }

  /** Returns the pixels that the crop of an image of this size is made of. */
  public PixelWindow window(ImageSize size) {
    return plan(size).window();
  }

  /** Returns the crop of an image, which the caller still has to close. */
  public RgbImage crop(DecodedImage image) {
    int width = config.crop().width();
    int height = config.crop().height();
    ResizePlan plan = plan(new ImageSize(image.width(), image.height()));
    int[][] window = resize.get().resize(image, plan.horizontal(), plan.vertical(), plan.order());
    RgbImage crop = new RgbImage(width, height, new byte[3 * width * height]);
    for (int y = 0; y < plan.vertical().size(); y++) {
      int to = 3 * ((plan.top() + y) * width + plan.left());
      unpack(window[y], plan.horizontal().size(), crop.samples(), to);
    }
    return crop;
  }

  /** Writes packed pixels as RGB samples. */
  public static void unpack(int[] pixels, int count, byte[] samples, int to) {
    int x = 0;
    for (int at = to; x + 4 <= count; x += 4, at += 12) {
      int second = pixels[x + 1];
      int third = pixels[x + 2];
      FOUR.set(samples, at, (pixels[x] & ~0xFF) | second >>> 24);
      FOUR.set(samples, at + 4, (second << 8 & ~0xFFFF) | third >>> 16);
      FOUR.set(samples, at + 8, (third << 16 & ~0xFFFFFF) | pixels[x + 3] >>> 8);
    }
    for (; x < count; x++) {
      int pixel = pixels[x];
      samples[to + 3 * x] = (byte) (pixel >>> 24);
      samples[to + 3 * x + 1] = (byte) (pixel >>> 16);
      samples[to + 3 * x + 2] = (byte) (pixel >>> 8);
    }
  }
}
