package org.thumbscore.counterfactual;

import java.nio.file.Path;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.runtime.DeviceChoice;

/**
 * The models that write counterfactual texts: a token classifier that finds the names of persons,
 * and a masked language model that replaces them. Thread-safe, except that {@link #close} must not
 * be called while another call is in progress.
 *
 * @param tagger finds names
 * @param masked replaces names
 */
public record CounterfactualModels(PersonTagger tagger, MaskedModel masked)
    implements AutoCloseable {
  /**
   * Checks the configs and files of both bundles without loading the graphs.
   *
   * @throws BundleException if one of them holds something else
   */
  public static void require(ModelBundle tagger, ModelBundle masked) {
    PersonTagger.require(tagger);
    MaskedModel.require(masked);
  }

  /**
   * Loads both models and runs each once.
   *
   * @param scratch a directory where native libraries may be unpacked
   * @throws BundleException if parts of a bundle are missing or do not fit together
   */
  public static CounterfactualModels open(
      ModelBundle tagger, ModelBundle masked, DeviceChoice choice, Path scratch) {
    PersonTagger persons = PersonTagger.open(tagger, choice, scratch);
    try {
      return new CounterfactualModels(persons, MaskedModel.open(masked, choice, scratch));
    } catch (RuntimeException | Error e) {
      persons.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try (masked) {
      tagger.close();
    }
  }
}
