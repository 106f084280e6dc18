package org.thumbscore.image;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.thumbscore.image.codec.DecodedImage;
import org.thumbscore.image.codec.ImageDecoder;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;
import org.thumbscore.image.resample.Cropper;
import org.thumbscore.image.resample.PreprocessingProfile;
import org.thumbscore.image.resample.RgbImage;
import org.thumbscore.image.resample.Standardizer;
import org.thumbscore.model.PreprocessorConfig;

/**
 * A preprocessor that turns encoded images into the input of the image tower. Each sample equals
 * the one that the processor of transformers computes with the profile's library. Thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2103.00020">Radford et al., 2021</a>
 */
public final class ImagePreprocessor {
  private final PreprocessorConfig config;
  private final ImageDecoder decoder;
  private final Cropper cropper;
  private final Standardizer standardizer;

  private ImagePreprocessor(
      PreprocessorConfig config, PreprocessingProfile profile, ImageDecoder decoder) {
    this.config = config;
    this.decoder = decoder;
    this.cropper = new Cropper(config, profile);
    this.standardizer = new Standardizer(config, profile);
  }

  /**
   * Loads the decoders.
   *
   * @param config how the bundle specifies that images are prepared
   * @param profile the library whose arithmetic is followed
   * @param scratch a directory where native libraries may be unpacked
   */
  public static ImagePreprocessor open(
      PreprocessorConfig config, PreprocessingProfile profile, ImageLimits limits, Path scratch) {
    return new ImagePreprocessor(config, profile, ImageDecoder.open(limits, scratch));
  }

  /** Returns the height of a crop in pixels. */
  public int height() {
    return config.crop().height();
  }

  /** Returns the width of a crop in pixels. */
  public int width() {
    return config.crop().width();
  }

  /**
   * Checks, decodes, resizes and crops an image.
   *
   * @param encoded a JPEG, PNG, GIF, WebP, BMP or TIFF image; read during the call and not retained
   * @return a crop of shape {@code [height(), width(), 3]}, or the reason why there is none;
   *     invalid bytes never cause an exception
   */
  public PreparedImage prepare(byte[] encoded) {
    try (DecodedImage image = decoder.decode(encoded, cropper::window)) {
      return new PreparedImage.Ready(cropper.crop(image));
    } catch (TooLargeException e) {
      return new PreparedImage.Rejected(PreparedImage.Reason.TOO_LARGE, e.getMessage());
    } catch (UndecodableException e) {
      return new PreparedImage.Rejected(PreparedImage.Reason.UNDECODABLE, e.getMessage());
    }
  }

  /**
   * Rescales and standardizes a crop with the bundle's mean and standard deviation.
   *
   * @param destination receives float32 values of shape {@code [3, height, width]}, RGB, at its
   *     position, which advances
   */
  public void standardize(RgbImage crop, FloatBuffer destination) {
    standardizer.standardize(crop, destination);
  }
}
