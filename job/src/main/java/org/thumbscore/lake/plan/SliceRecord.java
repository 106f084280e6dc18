package org.thumbscore.lake.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.thumbscore.score.RowStatus;

/**
 * The record of a slice in the ledger: its input, its lineage and its output.
 *
 * @param command the command that wrote the slice, {@code score} or {@code label}
 * @param input the files as they were read, without user names and passwords
 * @param rows the number of rows by status
 * @param output the files of the slice; empty for a table
 * @param committedAt the commit time as an ISO-8601 instant
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
   * @param path the path relative to the output
   * @param length the length in bytes
   */
  public record OutputFile(
      @JsonProperty(value = "path", required = true) String path,
      @JsonProperty(value = "length", required = true) long length) {}

  /** Returns a copy of this record with the given output files. */
  public SliceRecord withOutput(List<OutputFile> files) {
    return new SliceRecord(slice, command, runId, input, lineage, rows, files, committedAt);
  }

  /** Returns the total number of rows. */
  @JsonIgnore
  public long allRows() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the number of rows that could not be processed. */
  @JsonIgnore
  public long rejected() {
    return rows.entrySet().stream()
        .filter(entry -> entry.getKey().isRejected())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
