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
 * Names the commit of a slice to a table, in the table as in the ledger.
 *
 * @param at ISO-8601 instant, as in the slice's record
 */
public record TableCommit(String slice, String runId, String at) {
  private static final String SLICE = "thumbscore.slice";
  private static final String RUN = "thumbscore.run-id";
  private static final String AT = "thumbscore.committed-at";
  private static final JsonMapper JSON = new JsonMapper();

  public static TableCommit of(SliceRecord record) {
    return new TableCommit(record.slice(), record.runId(), record.committedAt());
  }

  /** Of a commit's properties; empty where it is none of ours. */
  static Optional<TableCommit> of(Map<String, String> properties) {
    return properties.containsKey(SLICE)
            && properties.containsKey(RUN)
            && properties.containsKey(AT)
        ? Optional.of(
            new TableCommit(properties.get(SLICE), properties.get(RUN), properties.get(AT)))
        : Optional.empty();
  }

  /** Of what {@link #toJson} made; empty where others wrote it. */
  static Optional<TableCommit> ofJson(String metadata) {
    try {
      return of(JSON.readValue(metadata, new TypeReference<Map<String, String>>() {}));
    } catch (JsonProcessingException e) {
      // Anybody's commits may bear metadata, in any form.
      return Optional.empty();
    }
  }

  Map<String, String> properties() {
    return new TreeMap<>(Map.of(SLICE, slice, RUN, runId, AT, at));
  }

  /**
   * Options for the writer that makes this commit, so that the commit can be told from others and
   * is not made twice.
   */
  Map<String, String> options(TableFormat format) {
    return switch (format) {
      case ICEBERG -> {
        Map<String, String> options = new TreeMap<>();
        properties().forEach((key, value) -> options.put("snapshot-property." + key, value));
        yield options;
      }
      // An application of its own for each commit: no clock decides which of two is the later.
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
