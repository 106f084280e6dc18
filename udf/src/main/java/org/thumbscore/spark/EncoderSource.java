package org.thumbscore.spark;

import java.io.Serializable;
import java.util.Objects;
import org.thumbscore.encoder.EncoderBundle;
import org.thumbscore.encoder.EncoderOutput;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.pipeline.path.ImagePathSettings;

/**
 * Everything that an executor needs to open an encoder, independent of where the results are
 * written.
 *
 * <pre>{@code
 * ModelBundle bundle = BundleFetcher.fetch(location, hadoop, scratch);
 * EncoderSource source =
 *     EncoderSource.of(
 *         EncoderBundle.of(bundle), location, EncoderSettings.DEFAULT, ImagePathSettings.DEFAULT);
 * ArticleScoring.probe(spark, source); // cpu (CPUExecutionProvider), fp32
 * }</pre>
 *
 * @param bundleLocation a local path or Hadoop URI
 * @param bundleSha256 the digest that the driver computed; an executor that reads a bundle with
 *     another digest fails
 * @param family the name of the model family
 * @param output the description of the embeddings that the driver determined; an executor that
 *     determines another one fails
 * @param images how images are read if the image column contains paths
 */
public record EncoderSource(
    String bundleLocation,
    String bundleSha256,
    String family,
    EncoderOutput output,
    EncoderSettings encoder,
    ImagePathSettings images)
    implements Serializable {
  public EncoderSource {
    Objects.requireNonNull(bundleLocation, "bundleLocation");
    Objects.requireNonNull(bundleSha256, "bundleSha256");
    Objects.requireNonNull(family, "family");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(encoder, "encoder");
    Objects.requireNonNull(images, "images");
  }

  /**
   * Returns the source of a bundle that the driver has opened. Reads all of the bundle's files once
   * to compute their digest.
   *
   * @param location the location from which executors read the bundle
   */
  public static EncoderSource of(
      EncoderBundle model, String location, EncoderSettings encoder, ImagePathSettings images) {
    return new EncoderSource(
        location, model.bundle().sha256(), model.family(), model.output(), encoder, images);
  }

  /** Returns a copy of this source with other settings of the encoder. */
  EncoderSource with(EncoderSettings settings) {
    return new EncoderSource(bundleLocation, bundleSha256, family, output, settings, images);
  }
}
