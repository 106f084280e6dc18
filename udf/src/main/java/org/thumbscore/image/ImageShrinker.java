package org.thumbscore.image;

import java.nio.file.Path;
import java.util.Optional;
import org.thumbscore.image.codec.DecodedImage;
import org.thumbscore.image.codec.ImageDecoder;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.header.ImageSize;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;
import org.thumbscore.image.resample.Cropper;
import org.thumbscore.image.resample.PassOrder;
import org.thumbscore.image.resample.PreprocessingProfile;
import org.thumbscore.image.resample.ResampleFilter;
import org.thumbscore.image.resample.ResampleKernel;
import org.thumbscore.image.resample.RgbImage;
import org.thumbscore.image.resample.SeparableResize;

/**
 * A shrinker that creates small versions of images for display. They are uncropped, keep their
 * aspect ratio and are decoded in the same way as the input of the image tower. Thread-safe.
 */
public final class ImageShrinker {
  private final ImageDecoder decoder;
  private final int edge;

  private ImageShrinker(ImageDecoder decoder, int edge) {
    this.decoder = decoder;
    this.edge = edge;
  }

  /**
   * Loads the decoders.
   *
   * @param edge the maximum width and height of a small image, in pixels
   * @param scratch a directory where native libraries may be unpacked
   */
  public static ImageShrinker open(int edge, ImageLimits limits, Path scratch) {
    if (edge < 1) {
      throw new IllegalArgumentException("edge must be positive: " + edge);
    }
    return new ImageShrinker(ImageDecoder.open(limits, scratch), edge);
  }

  /**
   * Shrinks an image. An image that is already small enough keeps its size.
   *
   * @param encoded a JPEG, PNG, GIF, WebP, BMP or TIFF image; read during the call and not retained
   * @return the small image, or empty if the bytes are not a complete image or exceed the limits
   */
  public Optional<RgbImage> shrink(byte[] encoded) {
    try (DecodedImage image = decoder.decode(encoded)) {
      return Optional.of(shrink(image));
    } catch (TooLargeException | UndecodableException e) {
      return Optional.empty();
    }
  }

  private RgbImage shrink(DecodedImage image) {
    double scale = Math.min(1, edge / (double) Math.max(image.width(), image.height()));
    int width = scaled(image.width(), scale);
    int height = scaled(image.height(), scale);
    ResampleFilter filter = ResampleFilter.BICUBIC;
    PreprocessingProfile profile = PreprocessingProfile.PILLOW;
    PassOrder order =
        profile.order(new ImageSize(image.width(), image.height()), new ImageSize(width, height));
    int[][] rows =
        new SeparableResize()
            .resize(
                image,
                ResampleKernel.of(profile, filter, image.width(), width, 0, width),
                ResampleKernel.of(profile, filter, image.height(), height, 0, height),
                order);
    RgbImage small = new RgbImage(width, height, new byte[3 * width * height]);
    for (int y = 0; y < height; y++) {
      Cropper.unpack(rows[y], width, small.samples(), 3 * y * width);
    }
    return small;
  }

  private static int scaled(int pixels, double scale) {
    return Math.max(1, (int) Math.round(pixels * scale));
  }
}
