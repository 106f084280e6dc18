package org.thumbscore.spark;

import java.io.Serializable;
import java.util.Objects;
import org.thumbscore.encoder.EncoderBundle;
import org.thumbscore.encoder.EncoderOutput;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.pipeline.path.ImagePathSettings;

/**
 * All that an executor needs to open an encoder, wherever its results go.
 *
 * <pre>{@code
 * ModelBundle bundle = BundleFetcher.fetch(location, hadoop, scratch);
 * EncoderSource source =
 *     EncoderSource.of(
 *         EncoderBundle.of(bundle), location, EncoderSettings.DEFAULT, ImagePathSettings.DEFAULT);
 * ArticleScoring.probe(spark, source); // cpu (CPUExecutionProvider), fp32
 * }</pre>
 *
 * @param bundleLocation local path or Hadoop URI
 * @param bundleSha256 the digest that the driver computed; an executor that reads another bundle
 *     fails
 * @param family of the model, by name
 * @param output what the driver found that the model makes of an image and of a text; an executor
 *     that finds otherwise fails
 * @param images how images are read, where the image column holds paths
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
   * Takes a bundle that the driver has opened; reads all of its files once, for their digest.
   *
   * @param location where executors find it
   */
  public static EncoderSource of(
      EncoderBundle model, String location, EncoderSettings encoder, ImagePathSettings images) {
    return new EncoderSource(
        location, model.bundle().sha256(), model.family(), model.output(), encoder, images);
  }
}
