package org.thumbscore.image;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.thumbscore.image.codec.DecodedImage;
import org.thumbscore.image.codec.ThumbnailDecoder;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;
import org.thumbscore.image.resample.Cropper;
import org.thumbscore.image.resample.RgbImage;
import org.thumbscore.image.resample.Standardizer;
import org.thumbscore.model.PreprocessorConfig;

/**
 * From encoded bytes to the image tower's input, sample by sample what the Pillow processor of
 * transformers makes. Thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2103.00020">Radford et al., 2021</a>
 */
public final class ThumbnailPreprocessor {
  private final PreprocessorConfig config;
  private final ThumbnailDecoder decoder;
  private final Cropper cropper;
  private final Standardizer standardizer;

  private ThumbnailPreprocessor(PreprocessorConfig config, ThumbnailDecoder decoder) {
    this.config = config;
    this.decoder = decoder;
    this.cropper = new Cropper(config);
    this.standardizer = new Standardizer(config);
  }

  /**
   * Loads the decoders.
   *
   * @param config the bundle's {@code preprocessor_config.json}
   * @param scratch where native libraries may be unpacked
   */
  public static ThumbnailPreprocessor open(
      PreprocessorConfig config, ImageLimits limits, Path scratch) {
    return new ThumbnailPreprocessor(config, ThumbnailDecoder.open(limits, scratch));
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
   * Checks, decodes, resizes and crops one picture.
   *
   * @param encoded JPEG, PNG, GIF, WebP, BMP or TIFF; read during the call and not kept
   * @return a crop of {@code [height(), width(), 3]}, or why there is none; bad bytes never throw
   */
  public PreparedThumbnail prepare(byte[] encoded) {
    try (DecodedImage picture = decoder.decode(encoded)) {
      return new PreparedThumbnail.Ready(cropper.crop(picture));
    } catch (TooLargeException e) {
      return new PreparedThumbnail.Rejected(PreparedThumbnail.Reason.TOO_LARGE, e.getMessage());
    } catch (UndecodableException e) {
      return new PreparedThumbnail.Rejected(PreparedThumbnail.Reason.UNDECODABLE, e.getMessage());
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
