package org.thumbscore.lake.commit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
 * An output, or a part of it, that one run holds and writes slice by slice. The rows of a slice are
 * written to a staging directory, checked against their {@link RowGates} and then published as a
 * whole. A run that dies at any point leaves enough behind for the next run to continue. Not
 * thread-safe.
 */
public final class ScoreSink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScoreSink.class);
  // Runs before Hadoop's hook that closes file systems.
  private static final int HOOK_PRIORITY = 50;
  private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(30);
  private static final long HOOK_SECONDS = 40;
  private static final long SHORTEST_PAUSE = 200;
  private static final long LONGEST_PAUSE = 1_000;
  private static final int LOOKS = 20;

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
  private boolean completed;
  private boolean finished;

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
    this.staging = new Staging(output, runId, lock.token());
    this.lock = lock;
    this.unlock = () -> lock.closeAtExit(COMMIT_PATIENCE);
  }

  /**
   * How a run holds an output.
   *
   * @param scope the part of the output that the run may write
   * @param patience how long to wait for a run that holds an overlapping part
   */
  public record Hold(WriteScope scope, Duration patience) {
    /** Holds the whole output, or fails at once if another run holds any of it. */
    public static final Hold WHOLE = new Hold(WriteScope.WHOLE, Duration.ZERO);
  }

  /**
   * Locks the output for this run, completes the commits of dead runs and clears old staging
   * directories. May be called before Spark starts.
   *
   * @throws InputException if the output is a file or holds a table, or its path is invalid
   * @throws StorageException if the output is not writable or another run is writing to it
   */
  public static ScoreSink prepare(String location, Configuration hadoop, String runId) {
    return prepare(location, hadoop, runId, Hold.WHOLE);
  }

  /**
   * Locks a part of the output in the same way.
   *
   * @throws InputException if the output is a file or holds a table, or its path is invalid
   * @throws StorageException if the output is not writable, or another run is still writing to an
   *     overlapping part
   */
  public static ScoreSink prepare(String location, Configuration hadoop, String runId, Hold hold) {
    return prepare(location, hadoop, runId, hold, OutputLock.Timing.DEFAULT);
  }

  static ScoreSink prepare(
      String location, Configuration hadoop, String runId, Hold hold, OutputLock.Timing timing) {
    try {
      OutputDirectory output = OutputDirectory.at(location, hadoop);
      requireDirectory(output);
      requireNoTable(output);
      Ledger ledger = new Ledger(output);
      return hold(output, runId, ledger, new FileCommitter(output, ledger), hold, timing);
    } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
      throw new InputException(
          "Cannot write output %s: %s. Check --output".formatted(location, Messages.firstLine(e)),
          e);
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(location, e);
    }
  }

  /**
   * Locks a table for this run, completes the commits of dead runs and clears old staging
   * directories. The files of runs are stored under the directory of the table.
   *
   * @throws StorageException if the table is not writable or another run is writing to it
   */
  public static ScoreSink prepare(LakeTable table, Configuration hadoop, String runId) {
    return prepare(table, hadoop, runId, Hold.WHOLE);
  }

  /**
   * Locks a part of a table in the same way.
   *
   * @throws StorageException if the table is not writable, or another run is still writing to an
   *     overlapping part
   */
  public static ScoreSink prepare(LakeTable table, Configuration hadoop, String runId, Hold hold) {
    return prepare(table, hadoop, runId, hold, OutputLock.Timing.DEFAULT);
  }

  static ScoreSink prepare(
      LakeTable table, Configuration hadoop, String runId, Hold hold, OutputLock.Timing timing) {
    try {
      OutputDirectory output = OutputDirectory.at(table.directory(), hadoop);
      Ledger ledger = new Ledger(output);
      return hold(output, runId, ledger, new TableCommitter(output, ledger, table), hold, timing);
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(table.location(), e);
    }
  }

  private static ScoreSink hold(
      OutputDirectory output,
      String runId,
      Ledger ledger,
      OutputCommitter committer,
      Hold hold,
      OutputLock.Timing timing)
      throws IOException {
    OutputLock lock = lock(output, runId, hold, timing);
    ScoreSink sink = new ScoreSink(output, runId, ledger, committer, lock);
    ShutdownHookManager.get()
        .addShutdownHook(sink.unlock, HOOK_PRIORITY, HOOK_SECONDS, TimeUnit.SECONDS);
    sink.recover();
    return sink;
  }

  private static OutputLock lock(
      OutputDirectory output, String runId, Hold hold, OutputLock.Timing timing)
      throws IOException {
    long start = System.nanoTime();
    String told = "";
    while (true) {
      try {
        return OutputLock.take(output, runId, hold.scope(), timing, System::nanoTime);
      } catch (OutputLock.HeldException e) {
        Duration left = hold.patience().minusNanos(System.nanoTime() - start);
        if (left.isZero() || left.isNegative()) {
          throw new StorageException(
              "Cannot write output %s: %s. Wait for it to end, or choose another --output"
                  .formatted(output.root(), e.getMessage()),
              e);
        }
        if (!told.equals(e.holder())) {
          told = e.holder();
          LOG.info("waiting up to {} s for {}", left.toSeconds(), told);
        }
        pause(left);
      }
    }
  }

  /** Waits for a random time, so that of two runs that see each other one goes on. */
  private static void pause(Duration most) {
    long millis = ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE, LONGEST_PAUSE);
    try {
      Thread.sleep(Math.min(millis, Math.max(1, most.toMillis())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException("interrupted while waiting for another run", e);
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

  /**
   * Rejects the directory of a table, because files written there would not belong to the table.
   */
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
      // A run that died in its turn has left that too.
      if (!left(ledger.pending()).isEmpty() || output.files().exists(output.turns())) {
        lock.whileHeld(() -> lock.inTurn(this::endOldCommits));
      }
      Staging.removeDead(output, this::locks);
      records = ledger.read();
    } catch (IOException | RuntimeException e) {
      close();
      throw e instanceof RuntimeException unchecked
          ? unchecked
          : OutputFailure.cannotWrite(directory(), (IOException) e);
    }
  }

  /**
   * Returns those of the commits that runs have left that have ended. The commits must have been
   * read before, because a run takes its lock before its first commit.
   */
  private List<PendingCommit> left(List<PendingCommit> pending) throws IOException {
    Set<String> alive = pending.isEmpty() ? Set.of() : locks();
    return pending.stream().filter(commit -> !alive.contains(Staging.lockOf(commit))).toList();
  }

  private Set<String> locks() throws IOException {
    Set<String> locks = new HashSet<>(lock.others());
    locks.add(lock.name());
    return locks;
  }

  private boolean endOldCommits() throws IOException {
    List<PendingCommit> dead = left(ledger.pending());
    // Of these, a run that was alive when they were read may have ended some.
    List<PendingCommit> still = ledger.pending();
    committer.recover(dead.stream().filter(still::contains).toList());
    return true;
  }

  /** Marks the output as complete, unless other runs are writing to it or have left commits. */
  private boolean tellReaders() throws IOException {
    completed = true;
    boolean alone = lock.others().isEmpty() && ledger.pending().isEmpty();
    if (alone) {
      committer.finish();
    }
    return alone;
  }

  /** Marks the output as complete after this run's lock is gone, if it was the last of several. */
  private void tellReadersAtLast() throws IOException {
    if (lock.others().isEmpty() && ledger.pending().isEmpty()) {
      committer.finish();
      if (!lock.others().isEmpty()) {
        output.files().delete(output.success(), false);
      }
    }
  }

  /** Returns the full path of the output. */
  public String directory() {
    return output.root().toString();
  }

  /** Returns the location of the output for a summary: its full path or the name of a table. */
  public String location() {
    return committer.location();
  }

  /** Returns a path next to the data of an output that its readers do not see. */
  public static String beside(String output, String name) {
    return OutputDirectory.beside(new Path(output), name).toString();
  }

  /**
   * Returns the slices that the output holds as recorded in the ledger, excluding those whose data
   * is incomplete or has changed.
   *
   * @throws StorageException if the output cannot be read
   */
  public Map<String, SliceRecord> slices() {
    try {
      return committer.intact(records);
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(directory(), e);
    }
  }

  /**
   * Returns the intact slices of an output without locking it.
   *
   * @throws StorageException if the ledger cannot be read
   */
  public static Map<String, SliceRecord> peek(String location, Configuration hadoop) {
    try {
      OutputDirectory output = OutputDirectory.at(location, hadoop);
      Ledger ledger = new Ledger(output);
      return new FileCommitter(output, ledger).intact(ledger.read());
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(location, e);
    }
  }

  /**
   * Returns the intact slices of a table without locking it.
   *
   * @throws StorageException if the ledger cannot be read
   */
  public static Map<String, SliceRecord> peek(LakeTable table, Configuration hadoop) {
    try {
      OutputDirectory output = OutputDirectory.at(table.directory(), hadoop);
      Ledger ledger = new Ledger(output);
      return new TableCommitter(output, ledger, table).intact(ledger.read());
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(table.location(), e);
    }
  }

  /** Returns the current records of those of the given slices that are committed. */
  public List<SliceRecord> committed(Set<String> slices) {
    return records.values().stream().filter(record -> slices.contains(record.slice())).toList();
  }

  /**
   * Decides how to treat data that belongs to none of the slices that stay: either the first commit
   * removes it, or the run is refused.
   *
   * @param stay the slices that this run keeps or replaces individually
   * @throws InputException if there is such data and the run must not replace it
   */
  public void clear(Collection<String> stay, ExistingOutput existing) {
    try {
      SortedSet<String> untracked = untracked(stay);
      if (existing == ExistingOutput.REFUSE) {
        refuse(committer.conflicting(untracked, records));
      }
      stale = List.copyOf(untracked);
      dropped = records.keySet().stream().filter(slice -> !stay.contains(slice)).toList();
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(directory(), e);
    }
  }

  /** Data that other runs are committing may be visible before this run knows of it. */
  private SortedSet<String> untracked(Collection<String> stay) throws IOException {
    SortedSet<String> untracked = committer.untracked(records, stay);
    for (int look = 0; look < LOOKS && !untracked.isEmpty() && hasCompany(); look++) {
      Map<String, SliceRecord> now = new TreeMap<>(records);
      Set<String> known = new HashSet<>(stay);
      Stream.concat(ledger.read().values().stream(), pendingRecords())
          .filter(record -> !record.equals(records.get(record.slice())))
          .forEach(
              record -> {
                now.put(record.slice(), record);
                known.add(record.slice());
              });
      committer.refresh();
      untracked = committer.untracked(now, known);
      if (!untracked.isEmpty()) {
        pause(Duration.ofSeconds(1));
      }
    }
    return untracked;
  }

  private Stream<SliceRecord> pendingRecords() throws IOException {
    return ledger.pending().stream().map(PendingCommit::record);
  }

  /** Returns whether other runs write to the output or have written since this one began. */
  private boolean hasCompany() throws IOException {
    return !lock.others().isEmpty() || !ledger.read().equals(records);
  }

  /**
   * Reads again which slices the output holds, of which other runs may have replaced some.
   *
   * @return whether any has changed that this run has not written
   * @throws StorageException if the ledger cannot be read
   */
  public boolean refresh() {
    try {
      for (int look = 0; look < LOOKS && pendingRecords().findAny().isPresent(); look++) {
        pause(Duration.ofSeconds(1));
      }
      Map<String, SliceRecord> now = ledger.read();
      boolean changed = !now.equals(records);
      records = new TreeMap<>(now);
      committer.refresh();
      return changed;
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
   * Computes the rows of one slice and writes them to staging. This call takes most of the time of
   * a run.
   *
   * @param partitionBy the columns to partition by, outermost first; may be empty
   * @throws StorageException if the rows cannot be written
   */
  public void stage(String slice, Dataset<Row> scores, List<String> partitionBy) {
    stage(List.of(slice), scores, partitionBy);
  }

  /**
   * Computes the rows of several slices in one Spark job and writes them to staging.
   *
   * @param scores the rows of exactly these slices, identified by the column {@link Slice#COLUMN}
   * @param partitionBy the columns to partition each slice by, outermost first; may be empty
   * @throws StorageException if the rows cannot be written
   */
  public void stage(Collection<String> slices, Dataset<Row> scores, List<String> partitionBy) {
    staging.write(slices, scores, committer.stagedBy(partitionBy));
  }

  /** Reads the staged rows of a slice that is not committed yet. */
  public Dataset<Row> staged(SparkSession spark, String slice, StructType schema) {
    return staging.read(spark, slice, schema);
  }

  /**
   * Counts the staged rows of the given slices by reading their files.
   *
   * @return the counts by slice
   * @throws StorageException if the files cannot be read
   */
  public Map<String, StatusCounts> count(SparkSession spark, Collection<String> slices) {
    return staging.count(spark, slices);
  }

  /**
   * Checks a staged slice against its gates.
   *
   * @param counts the counts of the slice, as returned by {@link #count}
   * @throws GateException if the slice fails; if too many rows have no similarity, they are stored
   *     next to the output and the message contains their location
   */
  public void check(
      SparkSession spark, String slice, StatusCounts counts, StructType schema, RowGates gates) {
    Path aside = new Path(output.rejected(runId), slice);
    if (gates.rejectsTooMany(counts)) {
      Dataset<Row> rejected =
          staged(spark, slice, schema)
              .filter(
                  functions.not(
                      functions.col(ScoreColumns.STATUS).isin(RowStatus.processed().toArray())));
      OutputFailure.writing(
          directory(), () -> StagedWrite.parquet(rejected, List.of(), aside, output));
    }
    gates.check(counts, aside.toString());
  }

  /**
   * Counts the rows of a staged slice and checks it against its gates.
   *
   * @return the counts of the slice
   * @throws StorageException if the files cannot be read
   * @throws GateException if the slice fails, as in {@link #check}
   */
  public StatusCounts validate(
      SparkSession spark, String slice, StructType schema, RowGates gates) {
    StatusCounts counts = count(spark, List.of(slice)).get(slice);
    check(spark, slice, counts, schema, gates);
    return counts;
  }

  /**
   * Publishes a staged slice, replacing what the output held of it.
   *
   * @param record the record of the slice, without its files
   * @return the record with its files
   * @throws StorageException if the commit fails midway, in which case the next run completes it,
   *     or if another run has taken over
   */
  public SliceRecord commit(SliceRecord record) {
    try {
      return committer.commitsInTurn()
          ? lock.whileHeld(() -> lock.inTurn(() -> publish(record)))
          : lock.whileHeld(() -> publish(record));
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

  /**
   * Reads the committed rows of the given slices, with the id of each row's slice in {@link
   * Slice#COLUMN}.
   */
  public Dataset<Row> publishedWithSlice(
      SparkSession spark, StructType schema, Collection<SliceRecord> slices) {
    return committer.publishedWithSlice(spark, schema, slices);
  }

  /** Reads the committed rows of the given slices. */
  public Dataset<Row> published(
      SparkSession spark, StructType schema, Collection<SliceRecord> slices) {
    return committer.published(spark, schema, slices);
  }

  /**
   * Stores the record of the run and marks the output as complete for its readers.
   *
   * @param runRecord the record in JSON, written to {@code _thumbscore/runs/<run id>.json}
   */
  public void finish(String runRecord) {
    record(runRecord);
    try {
      finished = lock.whileHeld(this::tellReaders);
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(directory(), e);
    }
  }

  /** Stores the record of a run that did not succeed. */
  public void record(String runRecord) {
    try {
      output.replace(output.runRecord(runId), runRecord);
    } catch (IOException e) {
      throw OutputFailure.cannotWrite(directory(), e);
    }
  }

  /** Removes staged rows and releases the lock. Published slices stay. */
  @Override
  public void close() {
    ShutdownHookManager.get().removeShutdownHook(unlock);
    try {
      // The next run needs the staged rows of a pending commit.
      if (ledger.pending().stream().noneMatch(staging::holds)) {
        staging.remove();
      }
      if (output.isEmpty(output.staging()) && lock.others().isEmpty()) {
        output.remove(output.staging());
      }
    } catch (IOException | StorageException e) {
      LOG.warn(
          "Cannot remove {}: {}",
          Redaction.redact(output.staging(runId).toString()),
          Messages.firstLine(e));
    }
    lock.close();
    try {
      if (completed && !finished) {
        tellReadersAtLast();
      }
    } catch (IOException | StorageException e) {
      LOG.warn(
          "Cannot mark {} as complete: {}", Redaction.redact(directory()), Messages.firstLine(e));
    }
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
