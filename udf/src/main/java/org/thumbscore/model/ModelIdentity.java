package org.thumbscore.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a bundle says it is; a model family recognises its bundles by it.
 *
 * @param family the name of a model family, from {@code thumbscore.json}
 * @param modelType {@code model_type} of {@code config.json}
 * @param architectures of {@code config.json}; empty where it names none
 */
public record ModelIdentity(
    Optional<String> family, Optional<String> modelType, List<String> architectures) {
  private static final String EXPORT = "thumbscore.json";

  public ModelIdentity {
    architectures = List.copyOf(architectures);
  }

  static ModelIdentity read(BundleLayout layout, JsonConfig config) {
    Optional<String> family =
        layout.files().contains(EXPORT)
            ? JsonConfig.read(layout, EXPORT).text("family")
            : Optional.empty();
    return new ModelIdentity(family, config.text("model_type"), config.texts("architectures"));
  }

  /** Tells whether the bundle says nothing at all of what it is. */
  public boolean isSilent() {
    return family.isEmpty() && modelType.isEmpty() && architectures.isEmpty();
  }

  /** Repeats for messages what the bundle says, naming the file and the keys. */
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
