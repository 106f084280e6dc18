package org.thumbscore.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.score.RowStatus;

/**
 * An output that one run holds, and writes a slice at a time: the slice's rows go to a staging
 * directory, are held against their {@link RowGates}, and are then published as a whole. A run that
 * dies at any point leaves what the next one needs to go on. Not thread-safe.
 */
public final class ScoreSink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScoreSink.class);
  private static final StructType TALLIED =
      new StructType().add("status", "string").add("similarity", "float");
  // Before Hadoop closes its file systems.
  private static final int HOOK_PRIORITY = 50;

  private final OutputDirectory output;
  private final String runId;
  private final Ledger ledger;
  private final OutputLock lock;
  private final Runnable unlock;
  private Map<String, SliceRecord> records = Map.of();
  private List<String> leftovers = List.of();
  private List<String> dropped = List.of();

  private ScoreSink(OutputDirectory output, String runId, OutputLock lock) {
    this.output = output;
    this.runId = runId;
    this.ledger = new Ledger(output);
    this.lock = lock;
    this.unlock = lock::close;
  }

  /**
   * Takes the output for this run, ends what a dead run began, and makes the staging directory;
   * before Spark starts.
   *
   * @throws InputException if the output is a file, or no place for one
   * @throws StorageException if nothing can be written there, or another run is writing there
   */
  public static ScoreSink prepare(String location, Configuration hadoop, String runId) {
    return prepare(location, hadoop, runId, OutputLock.Timing.DEFAULT);
  }

  static ScoreSink prepare(
      String location, Configuration hadoop, String runId, OutputLock.Timing timing) {
    try {
      OutputDirectory output = OutputDirectory.at(location, hadoop);
      requireDirectory(output);
      ScoreSink sink = new ScoreSink(output, runId, OutputLock.take(output, runId, timing));
      ShutdownHookManager.get().addShutdownHook(sink.unlock, HOOK_PRIORITY);
      sink.recover();
      return sink;
    } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
      throw new InputException(
          "Cannot write output %s: %s. Check --output".formatted(location, Messages.firstLine(e)),
          e);
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(location, e);
    }
  }

  private static void requireDirectory(OutputDirectory output) throws IOException {
    try {
      FileStatus status = output.files().getFileStatus(output.root());
      if (!status.isDirectory()) {
        throw new InputException(
            "Cannot write output %s: found a file, expected a directory or nothing. Check --output"
                .formatted(output.root()));
      }
    } catch (FileNotFoundException e) {
      LOG.debug("Output {} does not exist yet", output.root());
    }
  }

  private void recover() {
    try {
      new SlicePublication(output, ledger).recover();
      output.files().delete(output.staging(), true);
      records = ledger.read();
    } catch (IOException | RuntimeException e) {
      close();
      throw e instanceof RuntimeException unchecked
          ? unchecked
          : OutputFailure.cannotWrite(directory(), (IOException) e);
    }
  }

  /** The output's full path. */
  public String directory() {
    return output.root().toString();
  }

  /** A place beside an output's data that its readers do not see, for what runs must keep. */
  public static String beside(String output, String name) {
    return OutputDirectory.beside(new Path(output), name).toString();
  }

  /**
   * The slices that the output holds, whole and as the ledger says: one whose files are not all
   * there is left out.
   *
   * @throws StorageException if the ledger cannot be read
   */
  public Map<String, SliceRecord> slices() {
    try {
      return whole(records, output.visible());
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(directory(), e);
    }
  }

  /** The same of an output that this process does not hold. */
  public static Map<String, SliceRecord> peek(String location, Configuration hadoop) {
    try {
      OutputDirectory output = OutputDirectory.at(location, hadoop);
      return whole(new Ledger(output).read(), output.visible());
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(location, e);
    }
  }

  private static Map<String, SliceRecord> whole(
      Map<String, SliceRecord> records, Map<String, Long> visible) {
    Map<String, SliceRecord> whole = new TreeMap<>(records);
    whole
        .values()
        .removeIf(
            record ->
                !record.output().stream()
                    .allMatch(
                        file -> Long.valueOf(file.length()).equals(visible.get(file.path()))));
    return whole;
  }

  /**
   * Looks at what lies there besides the slices that stay, which is published nothing beside: it
   * goes with the first commit, or the run is refused.
   *
   * @param stay slices that this run keeps or replaces one by one
   * @throws InputException if there is such data, and the run must not replace it
   */
  public void clear(Collection<String> stay, ExistingOutput existing) {
    try {
      TreeSet<String> foreign = new TreeSet<>(output.visible().keySet());
      records.values().stream()
          .filter(record -> stay.contains(record.slice()))
          .flatMap(record -> record.output().stream())
          .forEach(file -> foreign.remove(file.path()));
      if (existing == ExistingOutput.REFUSE && !foreign.isEmpty()) {
        throw new InputException(
            "Cannot write output %s: it holds data already that this run would not account for (%s and %d more files); expected an empty directory, or one of this command's. Choose another --output, or replace it with --overwrite"
                .formatted(directory(), foreign.first(), foreign.size() - 1));
      }
      leftovers = List.copyOf(foreign);
      dropped = records.keySet().stream().filter(slice -> !stay.contains(slice)).toList();
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(directory(), e);
    }
  }

  /**
   * Computes and writes a slice's rows; this is where a run spends its time.
   *
   * @param partitionBy columns that become directories, outermost first; may be empty
   * @throws StorageException if they cannot be written
   */
  public void stage(String slice, Dataset<Row> scores, List<String> partitionBy) {
    OutputFailure.writing(
        directory(), () -> StagedWrite.parquet(scores, partitionBy, rows(slice), output));
  }

  /** A slice's staged rows, until they are published. */
  public Dataset<Row> staged(SparkSession spark, String slice, StructType schema) {
    return spark.read().schema(schema).parquet(rows(slice).toString());
  }

  private Path rows(String slice) {
    return new Path(output.staging(runId), slice);
  }

  /**
   * Reads staged rows back and holds them against the gates.
   *
   * @return what became of the rows
   * @throws StorageException if they cannot be read
   * @throws GateException if they fail; rows without a similarity are then kept beside the output,
   *     and the message says where
   */
  public ScoreTally validate(SparkSession spark, String slice, StructType schema, RowGates gates) {
    ScoreTally tally =
        OutputFailure.readingBack(directory(), () -> ScoreTally.of(staged(spark, slice, TALLIED)));
    Path aside = new Path(output.rejected(runId), slice);
    if (gates.rejectsTooMany(tally)) {
      Dataset<Row> rejected =
          staged(spark, slice, schema)
              .filter(functions.col("status").notEqual(RowStatus.OK.name()));
      OutputFailure.writing(
          directory(), () -> StagedWrite.parquet(rejected, List.of(), aside, output));
    }
    gates.check(tally, aside.toString());
    return tally;
  }

  /**
   * Publishes a staged slice in the place of what the output held of it.
   *
   * @param record of the slice, without its files
   * @return the record with its files
   * @throws StorageException if that fails midway, or another run has taken over; the next run then
   *     ends it
   */
  public SliceRecord commit(SliceRecord record) {
    try {
      lock.requireHeld();
      Path staged = rows(record.slice());
      SliceRecord whole = record.withOutput(filesOf(staged));
      new SlicePublication(output, ledger).publish(pending(whole, staged));
      leftovers = List.of();
      dropped.forEach(records::remove);
      dropped = List.of();
      records.put(whole.slice(), whole);
      return whole;
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(directory(), e);
    }
  }

  private PendingCommit pending(SliceRecord record, Path staged) {
    List<String> removes = new ArrayList<>(leftovers);
    SliceRecord old = records.get(record.slice());
    if (old != null) {
      old.output().forEach(file -> removes.add(file.path()));
    }
    String relative = staged.toString().substring(directory().length() + 1);
    return new PendingCommit(record, relative, removes, dropped);
  }

  private List<SliceRecord.OutputFile> filesOf(Path staged) throws IOException {
    return output.dataFilesUnder(staged).entrySet().stream()
        .map(file -> new SliceRecord.OutputFile(file.getKey(), file.getValue()))
        .toList();
  }

  /** Published rows of some slices. */
  public Dataset<Row> published(
      SparkSession spark, StructType schema, Collection<SliceRecord> slices) {
    String[] files =
        slices.stream()
            .flatMap(record -> record.output().stream())
            .map(file -> OutputDirectory.literal(new Path(output.root(), file.path())))
            .toArray(String[]::new);
    return files.length == 0
        ? spark.createDataFrame(List.of(), schema)
        : spark.read().schema(schema).option("basePath", directory()).parquet(files);
  }

  /**
   * Tells readers that the output is whole, and leaves a record of the run beside it.
   *
   * @param runRecord JSON, written to {@code _thumbscore/runs/<run id>.json}
   */
  public void finish(String runRecord) {
    record(runRecord);
    try {
      output.write(output.success(), "");
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(directory(), e);
    }
  }

  /** Leaves a record of a run that did not end well. */
  public void record(String runRecord) {
    try {
      output.replace(output.runRecord(runId), runRecord);
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(directory(), e);
    }
  }

  /** Removes what is staged and lets the next run in; published slices stay. */
  @Override
  public void close() {
    ShutdownHookManager.get().removeShutdownHook(unlock);
    try {
      // What a pending commit has staged is the next run's.
      if (ledger.pending().isEmpty()) {
        output.remove(output.staging(runId));
      }
    } catch (IOException | StorageException e) {
      LOG.warn("Cannot remove {}: {}", output.staging(runId), Messages.firstLine(e));
    }
    lock.close();
    removeIfEmpty();
  }

  private void removeIfEmpty() {
    try {
      if (output.isEmpty(output.root())) {
        output.files().delete(output.root(), false);
      }
    } catch (IOException e) {
      LOG.debug("Cannot remove {}", directory(), e);
    }
  }
}
