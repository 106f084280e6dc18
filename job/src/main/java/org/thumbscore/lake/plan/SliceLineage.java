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
 * Everything that the values of a slice depend on apart from its input.
 *
 * @param modelSha256 the digest of the bundle
 * @param settings the settings that values or columns depend on, by key
 * @param labels how the rows are labelled; null if there is no calibration
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SliceLineage(
    @JsonProperty(value = "model_sha256", required = true) String modelSha256,
    @JsonProperty(value = "settings", required = true) Map<String, String> settings,
    @JsonProperty("labels") Labels labels) {
  /** The key of the library whose arithmetic images are preprocessed with. */
  public static final String PREPROCESSING = "score.preprocessing";

  /** The key of the maximum number of characters that are read from a text. */
  public static final String MAX_TEXT_CHARS = "score.max-text-chars";

  /**
   * The values that applied before the ledger recorded them, by key; few texts exceeded this
   * default length.
   */
  private static final Map<String, String> UNWRITTEN =
      Map.of(PREPROCESSING, "pillow12", MAX_TEXT_CHARS, "100000");

  private static final String COLUMNS = "columns.";
  private static final String SCORING = "score.";

  public SliceLineage {
    Objects.requireNonNull(modelSha256, "modelSha256");
    settings = new TreeMap<>(settings);
  }

  /**
   * Controls how rows are labelled.
   *
   * @param threshold the threshold on the cosine
   * @param probability the digest of the fitted probability; null if none is written
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Labels(
      @JsonProperty(value = "threshold", required = true) double threshold,
      @JsonProperty("probability") String probability) {}

  /**
   * Returns why similarities computed under the other lineage are stale under this one, or empty if
   * they are valid.
   */
  Optional<String> differsInScores(SliceLineage other) {
    if (!modelSha256.equals(other.modelSha256)) {
      return Optional.of(
          "model changed from %.12s to %.12s".formatted(other.modelSha256, modelSha256));
    }
    return differingSetting(other, "");
  }

  /**
   * Returns why rows of the other lineage have other columns than rows of this one, or empty if the
   * columns are the same.
   */
  public Optional<String> differsInColumns(SliceLineage other) {
    return differingSetting(other, COLUMNS);
  }

  /**
   * Returns whether embeddings are the same under both lineages. Columns do not matter, because
   * embeddings are looked up by the digest of their content.
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

  /**
   * Returns why labels of the other lineage are stale under this one, or empty if they are valid.
   */
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
