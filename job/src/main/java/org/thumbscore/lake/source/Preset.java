package org.thumbscore.lake.source;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The column names of a known data set. Of several candidates, the first that exists is used. */
@SuppressWarnings("ImmutableEnumChecker") // List.of returns immutable lists
public enum Preset {
  BBC("bbc", List.of("link", "id"), List.of("description", "summary"), List.of("thumbnail")),
  NELA_GT("nela-gt", List.of("id"), List.of("summary", "title"), List.of("thumbnail"));

  private final String label;
  private final List<String> id;
  private final List<String> text;
  private final List<String> image;

  Preset(String label, List<String> id, List<String> text, List<String> image) {
    this.label = label;
    this.id = id;
    this.text = text;
    this.image = image;
  }

  /** Returns the preset of the given name, if there is one. */
  public static Optional<Preset> labelled(String label) {
    return Arrays.stream(values()).filter(preset -> preset.label.equals(label)).findFirst();
  }

  /** Returns the name of the preset as users write it. */
  public String label() {
    return label;
  }

  List<String> candidates(ColumnRole role) {
    return switch (role) {
      case ID -> id;
      case TEXT -> text;
      case IMAGE -> image;
    };
  }
}
