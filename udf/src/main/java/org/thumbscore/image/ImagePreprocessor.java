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
 * From encoded bytes to the image tower's input, sample by sample what the Pillow processor of
 * transformers makes with the profile's version of Pillow. Thread-safe.
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
    this.standardizer = new Standardizer(config);
  }

  /**
   * Loads the decoders.
   *
   * @param config how the bundle wants images prepared
   * @param profile the library whose arithmetic is followed
   * @param scratch where native libraries may be unpacked
   */
  public static ImagePreprocessor open(
      PreprocessorConfig config, PreprocessingProfile profile, ImageLimits limits, Path scratch) {
    return new ImagePreprocessor(config, profile, ImageDecoder.open(limits, scratch));
  }

  /** Rows of a crop. */
  public int height() {
    return config.crop().height();
  }

  /** Columns of a crop. */
  public int width() {
    return config.crop().width();
  }

  /**
   * Checks, decodes, resizes and crops one image.
   *
   * @param encoded JPEG, PNG, GIF, WebP, BMP or TIFF; read during the call and not kept
   * @return a crop of {@code [height(), width(), 3]}, or why there is none; bad bytes never throw
   */
  public PreparedImage prepare(byte[] encoded) {
    try (DecodedImage image = decoder.decode(encoded)) {
      return new PreparedImage.Ready(cropper.crop(image));
    } catch (TooLargeException e) {
      return new PreparedImage.Rejected(PreparedImage.Reason.TOO_LARGE, e.getMessage());
    } catch (UndecodableException e) {
      return new PreparedImage.Rejected(PreparedImage.Reason.UNDECODABLE, e.getMessage());
    }
  }

  /**
   * Rescales and standardises a crop with the bundle's mean and deviation.
   *
   * @param destination gets float32 {@code [3, height, width]}, RGB, at its position, which
   *     advances
   */
  public void standardize(RgbImage crop, FloatBuffer destination) {
    standardizer.standardize(crop, destination);
  }
}
