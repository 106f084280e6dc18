package org.thumbscore.lake.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the values of a slice follow from, besides its input.
 *
 * @param modelSha256 digest of the bundle
 * @param settings those that change values or columns, by key
 * @param labels null where there is no calibration
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SliceLineage(
    @JsonProperty(value = "model_sha256", required = true) String modelSha256,
    @JsonProperty(value = "settings", required = true) Map<String, String> settings,
    @JsonProperty("labels") Labels labels) {
  /** Key of the library whose arithmetic images were prepared with. */
  public static final String PREPROCESSING = "score.preprocessing";

  /** Key of the most characters of a text that are read. */
  public static final String MAX_TEXT_CHARS = "score.max-text-chars";

  /** What held before the ledger said it, by key; hardly a text was longer than the default. */
  private static final Map<String, String> UNWRITTEN =
      Map.of(PREPROCESSING, "pillow12", MAX_TEXT_CHARS, "100000");

  private static final String COLUMNS = "columns.";
  private static final String SCORING = "score.";

  public SliceLineage {
    Objects.requireNonNull(modelSha256, "modelSha256");
    settings = new TreeMap<>(settings);
  }

  /**
   * How rows are labelled.
   *
   * @param threshold on the cosine
   * @param probability digest of the fitted probability; null where none is written
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Labels(
      @JsonProperty(value = "threshold", required = true) double threshold,
      @JsonProperty("probability") String probability) {}

  /** Why similarities of the other no longer hold under this; empty where they do. */
  Optional<String> differsInScores(SliceLineage other) {
    if (!modelSha256.equals(other.modelSha256)) {
      return Optional.of(
          "model changed from %.12s to %.12s".formatted(other.modelSha256, modelSha256));
    }
    return differingSetting(other, "");
  }

  /** Why rows of the other cannot stand beside those of this; empty where they can. */
  public Optional<String> differsInColumns(SliceLineage other) {
    return differingSetting(other, COLUMNS);
  }

  /**
   * Whether an image or text has the same embedding under both. Columns do not matter, since
   * embeddings are found by what they were computed from.
   */
  public boolean sharesEmbeddings(SliceLineage other) {
    return modelSha256.equals(other.modelSha256) && differingSetting(other, SCORING).isEmpty();
  }

  private Optional<String> differingSetting(SliceLineage other, String prefix) {
    Set<String> keys = new TreeSet<>(settings.keySet());
    keys.addAll(other.settings.keySet());
    return keys.stream()
        .filter(key -> key.startsWith(prefix))
        .filter(key -> !Objects.equals(setting(key), other.setting(key)))
        .findFirst()
        .map(key -> "%s changed from %s to %s".formatted(key, other.setting(key), setting(key)));
  }

  private String setting(String key) {
    return settings.getOrDefault(key, UNWRITTEN.get(key));
  }

  /** Why labels of the other no longer hold under this; empty where they do. */
  Optional<String> differsInLabels(SliceLineage other) {
    if (Objects.equals(labels, other.labels)) {
      return Optional.empty();
    }
    if (labels == null || other.labels == null) {
      return Optional.of(labels == null ? "calibration left out" : "calibration given");
    }
    return Optional.of(
        labels.threshold == other.labels.threshold
            ? "probability changed"
            : "threshold changed from %s to %s"
                .formatted(other.labels.threshold, labels.threshold));
  }
}
