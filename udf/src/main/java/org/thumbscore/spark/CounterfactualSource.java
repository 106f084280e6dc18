package org.thumbscore.spark;

import java.io.Serializable;
import java.util.Objects;
import org.thumbscore.counterfactual.CounterfactualModels;
import org.thumbscore.counterfactual.CounterfactualSettings;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.ModelBundle;

/**
 * Everything that an executor needs to open the models that write counterfactual texts.
 *
 * @param tagger the bundle of the token classifier
 * @param masked the bundle of the masked language model
 */
public record CounterfactualSource(
    BundleRef tagger, BundleRef masked, CounterfactualSettings settings) implements Serializable {
  public CounterfactualSource {
    Objects.requireNonNull(tagger, "tagger");
    Objects.requireNonNull(masked, "masked");
    Objects.requireNonNull(settings, "settings");
  }

  /**
   * A bundle as executors find it.
   *
   * @param location a local path or Hadoop URI
   * @param sha256 the digest that the driver computed; an executor that reads a bundle with another
   *     digest fails
   */
  public record BundleRef(String location, String sha256) implements Serializable {}

  /**
   * Returns the source of bundles that the driver has opened. Reads all of their files once to
   * compute their digests.
   *
   * @param taggerLocation the location from which executors read the token classifier
   * @param maskedLocation the location from which executors read the masked language model
   * @throws BundleException if one of the bundles holds something else
   */
  public static CounterfactualSource of(
      ModelBundle tagger,
      String taggerLocation,
      ModelBundle masked,
      String maskedLocation,
      CounterfactualSettings settings) {
    CounterfactualModels.require(tagger, masked);
    return new CounterfactualSource(
        new BundleRef(taggerLocation, tagger.sha256()),
        new BundleRef(maskedLocation, masked.sha256()),
        settings);
  }
}
