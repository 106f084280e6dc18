package org.thumbscore.lake.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.thumbscore.score.RowStatus;

/**
 * What the ledger says of a slice: what went in, what it follows from, and what came out.
 *
 * @param command that wrote it, {@code score} or {@code label}
 * @param input files as they were read, without users and passwords
 * @param rows by status
 * @param output files, relative to the output; empty for a table
 * @param committedAt ISO-8601 instant
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SliceRecord(
    @JsonProperty(value = "slice", required = true) String slice,
    @JsonProperty(value = "command", required = true) String command,
    @JsonProperty(value = "run_id", required = true) String runId,
    @JsonProperty(value = "input", required = true) List<InputFile> input,
    @JsonProperty(value = "lineage", required = true) SliceLineage lineage,
    @JsonProperty(value = "rows", required = true) Map<RowStatus, Long> rows,
    @JsonProperty(value = "output", required = true) List<OutputFile> output,
    @JsonProperty(value = "committed_at", required = true) String committedAt) {
  public SliceRecord {
    input = input.stream().map(InputFile::stored).toList();
    rows = new TreeMap<>(rows);
    output = List.copyOf(output);
  }

  /**
   * A published file.
   *
   * @param path relative to the output
   */
  public record OutputFile(
      @JsonProperty(value = "path", required = true) String path,
      @JsonProperty(value = "length", required = true) long length) {}

  /** The same with the files that were written. */
  public SliceRecord withOutput(List<OutputFile> files) {
    return new SliceRecord(slice, command, runId, input, lineage, rows, files, committedAt);
  }

  /** All rows. */
  @JsonIgnore
  public long allRows() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Rows without a similarity. */
  @JsonIgnore
  public long rejected() {
    return allRows() - rows.getOrDefault(RowStatus.OK, 0L);
  }
}
