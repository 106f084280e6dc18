package org.thumbscore.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a bundle's configs that identify its model, by which model families recognize their
 * bundles.
 *
 * @param family the name of a model family, from {@code thumbscore.json}
 * @param modelType the {@code model_type} in {@code config.json}
 * @param architectures the architectures in {@code config.json}, empty if it lists none
 */
public record ModelIdentity(
    Optional<String> family, Optional<String> modelType, List<String> architectures) {
  private static final String EXPORT = "thumbscore.json";

  public ModelIdentity {
    architectures = List.copyOf(architectures);
  }

  static ModelIdentity read(BundleLayout layout, JsonConfig config) {
    Optional<String> family = export(layout).flatMap(export -> export.text("family"));
    return new ModelIdentity(family, config.text("model_type"), config.texts("architectures"));
  }

  static Optional<JsonConfig> export(BundleLayout layout) {
    return layout.files().contains(EXPORT)
        ? Optional.of(JsonConfig.read(layout, EXPORT))
        : Optional.empty();
  }

  /** Returns whether the bundle does not identify its model at all. */
  public boolean isSilent() {
    return family.isEmpty() && modelType.isEmpty() && architectures.isEmpty();
  }

  /** Describes the identity for messages, naming the file and the keys. */
  public String describe() {
    if (family.isPresent()) {
      return EXPORT + " says family \"" + family.get() + '"';
    }
    List<String> said = new ArrayList<>();
    modelType.ifPresent(type -> said.add("model_type \"" + type + '"'));
    if (!architectures.isEmpty()) {
      said.add("architectures " + architectures);
    }
    return "config.json says " + (said.isEmpty() ? "no model_type" : String.join(", ", said));
  }
}
