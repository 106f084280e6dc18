package org.thumbscore.lake.commit;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.thumbscore.common.Messages;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.storage.OutputDirectory;
import org.thumbscore.lake.storage.StorageException;

/**
 * The ledger of an output, which records the slices it holds in one JSON file each under {@code
 * _thumbscore/ledger}, and each commit in progress in a {@code .pending.json} file.
 */
final class Ledger {
  private static final String RECORD = ".json";
  private static final String PENDING = ".pending.json";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final OutputDirectory output;

  Ledger(OutputDirectory output) {
    this.output = output;
  }

  /**
   * Returns every committed slice by its id.
   *
   * @throws StorageException if a record cannot be read, because the run would score its slice
   *     again
   */
  Map<String, SliceRecord> read() throws IOException {
    return files().stream()
        .filter(file -> !file.getName().endsWith(PENDING))
        .parallel()
        .flatMap(file -> parse(file, SliceRecord.class).stream())
        .collect(Collectors.toMap(SliceRecord::slice, r -> r, (a, b) -> a, TreeMap::new));
  }

  /** Returns the commits that a run began but did not complete. */
  List<PendingCommit> pending() throws IOException {
    return files().stream()
        .filter(file -> file.getName().endsWith(PENDING))
        .flatMap(file -> parse(file, PendingCommit.class).stream())
        .toList();
  }

  void begin(PendingCommit commit) throws IOException {
    output.replace(pending(commit.record().slice()), JSON.writeValueAsString(commit) + "\n");
  }

  void end(PendingCommit commit) throws IOException {
    SliceRecord record = commit.record();
    for (String slice : commit.drops()) {
      output.files().delete(record(slice), false);
    }
    output.replace(record(record.slice()), JSON.writeValueAsString(record) + "\n");
    output.files().delete(pending(record.slice()), false);
  }

  /** Removes a commit that cannot be completed, and the record that it was to replace. */
  void giveUp(PendingCommit commit) throws IOException {
    output.files().delete(record(commit.record().slice()), false);
    output.files().delete(pending(commit.record().slice()), false);
  }

  /** Removes a commit that cannot be completed and of which nothing was carried out. */
  void forget(PendingCommit commit) throws IOException {
    output.files().delete(pending(commit.record().slice()), false);
  }

  private Path record(String slice) {
    return new Path(output.ledger(), slice + RECORD);
  }

  private Path pending(String slice) {
    return new Path(output.ledger(), slice + PENDING);
  }

  private List<Path> files() throws IOException {
    try {
      return Arrays.stream(output.files().listStatus(output.ledger()))
          .map(FileStatus::getPath)
          .filter(file -> file.getName().endsWith(RECORD) && !file.getName().startsWith("."))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  /** Returns empty if another run has removed the file since it was listed. */
  private <T> Optional<T> parse(Path file, Class<T> type) {
    try (InputStream in = output.files().open(file)) {
      return Optional.of(JSON.readValue(in, type));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StorageException(
          "Cannot read the ledger's %s: %s. Restore the file, or score into another --output"
              .formatted(file, Messages.firstLine(e)),
          e);
    }
  }
}
