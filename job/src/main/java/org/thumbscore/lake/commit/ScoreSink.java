package org.thumbscore.lake.commit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;
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
import org.thumbscore.common.Messages;
import org.thumbscore.common.Redaction;
import org.thumbscore.lake.plan.Slice;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.storage.GateException;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.OutputDirectory;
import org.thumbscore.lake.storage.OutputFailure;
import org.thumbscore.lake.storage.StagedWrite;
import org.thumbscore.lake.storage.StorageException;
import org.thumbscore.lake.storage.TableFormat;
import org.thumbscore.lake.table.LakeTable;
import org.thumbscore.score.RowStatus;
import org.thumbscore.score.ScoreColumns;

/**
 * An output that one run holds, and writes a slice at a time: the slice's rows go to a staging
 * directory, are held against their {@link RowGates}, and are then published as a whole. A run that
 * dies at any point leaves what the next one needs to go on. Not thread-safe.
 */
public final class ScoreSink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScoreSink.class);
  // Before Hadoop closes its file systems.
  private static final int HOOK_PRIORITY = 50;
  private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(30);
  private static final long HOOK_SECONDS = 40;

  private final OutputDirectory output;
  private final String runId;
  private final Ledger ledger;
  private final OutputCommitter committer;
  private final Staging staging;
  private final OutputLock lock;
  private final Runnable unlock;
  private Map<String, SliceRecord> records = Map.of();
  private List<String> stale = List.of();
  private List<String> dropped = List.of();

  private ScoreSink(
      OutputDirectory output,
      String runId,
      Ledger ledger,
      OutputCommitter committer,
      OutputLock lock) {
    this.output = output;
    this.runId = runId;
    this.ledger = ledger;
    this.committer = committer;
    this.staging = new Staging(output, runId);
    this.lock = lock;
    this.unlock = () -> lock.closeAtExit(COMMIT_PATIENCE);
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
      requireNoTable(output);
      Ledger ledger = new Ledger(output);
      return hold(output, runId, ledger, new FileCommitter(output, ledger), timing);
    } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
      throw new InputException(
          "Cannot write output %s: %s. Check --output".formatted(location, Messages.firstLine(e)),
          e);
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(location, e);
    }
  }

  /**
   * The same of a table, which takes Spark to be looked at; what runs leave beside it lies under
   * its directory.
   *
   * @throws StorageException if nothing can be written there, or another run is writing there
   */
  public static ScoreSink prepare(LakeTable table, Configuration hadoop, String runId) {
    return prepare(table, hadoop, runId, OutputLock.Timing.DEFAULT);
  }

  static ScoreSink prepare(
      LakeTable table, Configuration hadoop, String runId, OutputLock.Timing timing) {
    try {
      OutputDirectory output = OutputDirectory.at(table.directory(), hadoop);
      Ledger ledger = new Ledger(output);
      return hold(output, runId, ledger, new TableCommitter(output, ledger, table), timing);
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(table.location(), e);
    }
  }

  private static ScoreSink hold(
      OutputDirectory output,
      String runId,
      Ledger ledger,
      OutputCommitter committer,
      OutputLock.Timing timing)
      throws IOException {
    OutputLock lock = OutputLock.take(output, runId, timing);
    ScoreSink sink = new ScoreSink(output, runId, ledger, committer, lock);
    ShutdownHookManager.get()
        .addShutdownHook(sink.unlock, HOOK_PRIORITY, HOOK_SECONDS, TimeUnit.SECONDS);
    sink.recover();
    return sink;
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

  /** Files put into a table's directory would be of no table, and rows of the table nobody's. */
  private static void requireNoTable(OutputDirectory output) throws IOException {
    for (TableFormat format : TableFormat.values()) {
      if (output.files().exists(new Path(output.root(), format.mark()))) {
        throw new InputException(
            "Cannot write output %s: found a table of %s, expected a directory of files or nothing. Add --output-format %s, or choose another --output"
                .formatted(output.root(), format.title(), format.label()));
      }
    }
  }

  private void recover() {
    try {
      lock.whileHeld(this::endOldCommits);
      output.files().delete(output.staging(), true);
      records = ledger.read();
    } catch (IOException | RuntimeException e) {
      close();
      throw e instanceof RuntimeException unchecked
          ? unchecked
          : OutputFailure.cannotWrite(directory(), (IOException) e);
    }
  }

  private boolean endOldCommits() throws IOException {
    committer.recover();
    return true;
  }

  private boolean tellReaders() throws IOException {
    committer.finish();
    return true;
  }

  /** The output's full path. */
  public String directory() {
    return output.root().toString();
  }

  /** The output as a reader of the run's summary finds it: its full path, or a table's name. */
  public String location() {
    return committer.location();
  }

  /** A place beside an output's data that its readers do not see, for what runs must keep. */
  public static String beside(String output, String name) {
    return OutputDirectory.beside(new Path(output), name).toString();
  }

  /**
   * Finds the slices that the output holds as the ledger says; one whose files are not all there is
   * left out.
   *
   * @throws StorageException if the ledger cannot be read
   */
  public Map<String, SliceRecord> slices() {
    try {
      return committer.intact(records);
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(directory(), e);
    }
  }

  /** The same of an output that this process does not hold. */
  public static Map<String, SliceRecord> peek(String location, Configuration hadoop) {
    try {
      OutputDirectory output = OutputDirectory.at(location, hadoop);
      Ledger ledger = new Ledger(output);
      return new FileCommitter(output, ledger).intact(ledger.read());
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(location, e);
    }
  }

  /** The same of a table. */
  public static Map<String, SliceRecord> peek(LakeTable table, Configuration hadoop) {
    try {
      OutputDirectory output = OutputDirectory.at(table.directory(), hadoop);
      Ledger ledger = new Ledger(output);
      return new TableCommitter(output, ledger, table).intact(ledger.read());
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(table.location(), e);
    }
  }

  /** Of some slices those that are there, as they are now. */
  public List<SliceRecord> committed(Set<String> slices) {
    return records.values().stream().filter(record -> slices.contains(record.slice())).toList();
  }

  /**
   * Decides what becomes of data that belongs to no slice that stays: it is removed by the first
   * commit, or the run is refused.
   *
   * @param stay slices that this run keeps or replaces one by one
   * @throws InputException if there is such data, and the run must not replace it
   */
  public void clear(Collection<String> stay, ExistingOutput existing) {
    try {
      SortedSet<String> untracked = committer.untracked(records, stay);
      if (existing == ExistingOutput.REFUSE) {
        refuse(committer.conflicting(untracked, records));
      }
      stale = List.copyOf(untracked);
      dropped = records.keySet().stream().filter(slice -> !stay.contains(slice)).toList();
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(directory(), e);
    }
  }

  private void refuse(SortedSet<String> conflicting) {
    if (!conflicting.isEmpty()) {
      throw new InputException(
          "Cannot write output %s: it holds data already that this run would not account for %s, or one of this command's. Choose another --output, or replace it with --overwrite"
              .formatted(directory(), committer.describe(conflicting)));
    }
  }

  /**
   * Computes and writes the rows of one slice; this is where a run spends its time.
   *
   * @param partitionBy columns that become directories, outermost first; may be empty
   * @throws StorageException if they cannot be written
   */
  public void stage(String slice, Dataset<Row> scores, List<String> partitionBy) {
    stage(List.of(slice), scores, partitionBy);
  }

  /**
   * Computes and writes the rows of several slices by one Spark job.
   *
   * @param scores rows of these slices and no other, told apart by the column {@link Slice#COLUMN}
   * @param partitionBy columns that become directories of each slice, outermost first; may be empty
   * @throws StorageException if they cannot be written
   */
  public void stage(Collection<String> slices, Dataset<Row> scores, List<String> partitionBy) {
    staging.write(slices, scores, committer.stagedBy(partitionBy));
  }

  /** A slice's staged rows, until they are committed. */
  public Dataset<Row> staged(SparkSession spark, String slice, StructType schema) {
    return staging.read(spark, slice, schema);
  }

  /**
   * Counts staged rows, read back from their files.
   *
   * @return what became of the rows of each of these slices
   * @throws StorageException if they cannot be read
   */
  public Map<String, StatusCounts> count(SparkSession spark, Collection<String> slices) {
    return staging.count(spark, slices);
  }

  /**
   * Holds a staged slice against its gates.
   *
   * @param counts of the slice, from {@link #count}
   * @throws GateException if it fails; rows without a similarity are then kept beside the output,
   *     and the message says where
   */
  public void check(
      SparkSession spark, String slice, StatusCounts counts, StructType schema, RowGates gates) {
    Path aside = new Path(output.rejected(runId), slice);
    if (gates.rejectsTooMany(counts)) {
      Dataset<Row> rejected =
          staged(spark, slice, schema)
              .filter(functions.col(ScoreColumns.STATUS).notEqual(RowStatus.OK.name()));
      OutputFailure.writing(
          directory(), () -> StagedWrite.parquet(rejected, List.of(), aside, output));
    }
    gates.check(counts, aside.toString());
  }

  /**
   * Counts one staged slice and holds it against its gates.
   *
   * @return what became of the rows
   * @throws StorageException if they cannot be read
   * @throws GateException as {@link #check}
   */
  public StatusCounts validate(
      SparkSession spark, String slice, StructType schema, RowGates gates) {
    StatusCounts counts = count(spark, List.of(slice)).get(slice);
    check(spark, slice, counts, schema, gates);
    return counts;
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
      return lock.whileHeld(() -> publish(record));
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(directory(), e);
    }
  }

  private SliceRecord publish(SliceRecord record) throws IOException {
    String staged =
        staging.directory(record.slice()).toString().substring(directory().length() + 1);
    SliceRecord old = records.get(record.slice());
    PendingCommit commit = committer.decide(record, staged, old, stale, dropped);
    committer.publish(commit);
    stale = List.of();
    dropped.forEach(records::remove);
    dropped = List.of();
    records.put(record.slice(), commit.record());
    return commit.record();
  }

  /** Reads the committed rows of some slices, each with the slice in {@link Slice#COLUMN}. */
  public Dataset<Row> publishedWithSlice(
      SparkSession spark, StructType schema, Collection<SliceRecord> slices) {
    return committer.publishedWithSlice(spark, schema, slices);
  }

  /** Reads the committed rows of some slices. */
  public Dataset<Row> published(
      SparkSession spark, StructType schema, Collection<SliceRecord> slices) {
    return committer.published(spark, schema, slices);
  }

  /**
   * Tells readers that the output is whole, and leaves a record of the run beside it.
   *
   * @param runRecord JSON, written to {@code _thumbscore/runs/<run id>.json}
   */
  public void finish(String runRecord) {
    record(runRecord);
    try {
      lock.whileHeld(this::tellReaders);
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
        staging.remove();
      }
    } catch (IOException | StorageException e) {
      LOG.warn(
          "Cannot remove {}: {}",
          Redaction.redact(output.staging(runId).toString()),
          Messages.firstLine(e));
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
