package org.thumbscore.lake.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.storage.TableFormat;

/**
 * Identifies the commit of a slice to a table, both in the table's metadata and in the ledger.
 *
 * @param at the commit time as an ISO-8601 instant, as in the record of the slice
 */
public record TableCommit(String slice, String runId, String at) {
  private static final String SLICE = "thumbscore.slice";
  private static final String RUN = "thumbscore.run-id";
  private static final String AT = "thumbscore.committed-at";
  private static final JsonMapper JSON = new JsonMapper();

  public static TableCommit of(SliceRecord record) {
    return new TableCommit(record.slice(), record.runId(), record.committedAt());
  }

  /**
   * Returns the commit described by the given properties, or empty if Thumbscore did not write
   * them.
   */
  static Optional<TableCommit> of(Map<String, String> properties) {
    return properties.containsKey(SLICE)
            && properties.containsKey(RUN)
            && properties.containsKey(AT)
        ? Optional.of(
            new TableCommit(properties.get(SLICE), properties.get(RUN), properties.get(AT)))
        : Optional.empty();
  }

  /**
   * Parses the result of {@link #toJson}, or returns empty if Thumbscore did not write the text.
   */
  static Optional<TableCommit> ofJson(String metadata) {
    try {
      return of(JSON.readValue(metadata, new TypeReference<Map<String, String>>() {}));
    } catch (JsonProcessingException e) {
      // Commits by other writers may have metadata in any format.
      return Optional.empty();
    }
  }

  Map<String, String> properties() {
    return new TreeMap<>(Map.of(SLICE, slice, RUN, runId, AT, at));
  }

  /**
   * Returns the writer options that identify this commit in the table and prevent it from being
   * applied twice.
   */
  Map<String, String> options(TableFormat format) {
    return switch (format) {
      case ICEBERG -> {
        Map<String, String> options = new TreeMap<>();
        properties().forEach((key, value) -> options.put("snapshot-property." + key, value));
        yield options;
      }
      // Each commit is a Delta application of its own, so that the order of commits does not
      // depend on clocks.
      case DELTA -> Map.of("userMetadata", toJson(), "txnAppId", toString(), "txnVersion", "0");
    };
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(properties());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "thumbscore %s %s %s".formatted(slice, runId, at);
  }
}
