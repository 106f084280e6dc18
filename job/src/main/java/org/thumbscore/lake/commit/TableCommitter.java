package org.thumbscore.lake.commit;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.lake.plan.Slice;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.storage.OutputDirectory;
import org.thumbscore.lake.table.LakeTable;
import org.thumbscore.lake.table.TableCommit;
import org.thumbscore.lake.table.TableHistory;
import org.thumbscore.spark.Columns;

/**
 * Commits the staged rows of a slice to a table in one table commit that is tagged with the slice
 * and the run. Commits are idempotent: a run that finds one in progress checks whether the table
 * has it and otherwise carries it out.
 */
final class TableCommitter implements OutputCommitter {
  private static final Logger LOG = LoggerFactory.getLogger(TableCommitter.class);
  // Rows written by other programs may have no slice.
  private static final String NO_SLICE = "";

  private final OutputDirectory output;
  private final Ledger ledger;
  private final LakeTable table;
  // Cached between two commits of this run, because reading it takes a Spark job.
  private Optional<State> seen = Optional.empty();

  /** The rows of a table by slice, and the history of its current state. */
  private record State(Map<Optional<String>, Long> rows, TableHistory history) {
    boolean holds(SliceRecord record) {
      return rows.getOrDefault(Optional.of(record.slice()), 0L) == record.allRows()
          && history.allows(TableCommit.of(record));
    }
  }

  TableCommitter(OutputDirectory output, Ledger ledger, LakeTable table) {
    this.output = output;
    this.ledger = ledger;
    this.table = table;
  }

  @Override
  public String location() {
    return table.location();
  }

  @Override
  public boolean commitsInTurn() {
    // Tables without a catalog are safe with a single writer only.
    return true;
  }

  @Override
  public void refresh() {
    seen = Optional.empty();
  }

  @Override
  public void recover(List<PendingCommit> pending) throws IOException {
    TableHistory history = table.history();
    for (PendingCommit commit : pending) {
      TableCommit name = TableCommit.of(commit.record());
      if (history.holds(name)) {
        LOG.info("the table has the commit of slice {} by run {}", name.slice(), name.runId());
        end(commit);
      } else if (isStaged(commit)) {
        LOG.info("doing the commit of slice {} that run {} began", name.slice(), name.runId());
        carryOut(commit);
      } else {
        LOG.warn("slice {}: run {} left too little to do its commit", name.slice(), name.runId());
        // The previous content of the table is unchanged.
        ledger.forget(commit);
      }
    }
  }

  private boolean isStaged(PendingCommit commit) throws IOException {
    Path staged = staged(commit);
    // Slices written by one job share the _SUCCESS file in the parent directory.
    boolean written =
        output.files().exists(new Path(staged, "_SUCCESS"))
            || output.files().exists(new Path(staged.getParent(), "_SUCCESS"));
    return written && rows(staged).count() == commit.record().allRows();
  }

  @Override
  public Map<String, SliceRecord> intact(Map<String, SliceRecord> records) {
    if (records.isEmpty()) {
      return Map.of();
    }
    State state = state();
    Map<String, SliceRecord> intact = new TreeMap<>(records);
    intact.values().removeIf(record -> !state.holds(record));
    return intact;
  }

  private State state() {
    State state = seen.orElseGet(() -> new State(table.rowsBySlice(), table.history()));
    seen = Optional.of(state);
    return state;
  }

  @Override
  public SortedSet<String> untracked(Map<String, SliceRecord> records, Collection<String> stay) {
    return state().rows().keySet().stream()
        .map(slice -> slice.orElse(NO_SLICE))
        .filter(slice -> !stay.contains(slice))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Excludes slices committed by this command that have since been changed or rolled back, because
   * this run may replace them.
   */
  @Override
  public SortedSet<String> conflicting(
      SortedSet<String> untracked, Map<String, SliceRecord> records) {
    Set<String> broken = new HashSet<>(records.keySet());
    broken.removeAll(intact(records).keySet());
    SortedSet<String> conflicting = new TreeSet<>(untracked);
    conflicting.removeAll(broken);
    return conflicting;
  }

  @Override
  public String describe(SortedSet<String> conflicting) {
    return "(slice '%s' and %d more slices); expected an empty table"
        .formatted(conflicting.first(), conflicting.size() - 1);
  }

  @Override
  public List<String> stagedBy(List<String> partitionBy) {
    return List.of();
  }

  @Override
  public PendingCommit decide(
      SliceRecord record,
      String staged,
      SliceRecord old,
      List<String> stale,
      List<String> dropped) {
    TreeSet<String> removes = new TreeSet<>(stale);
    removes.addAll(dropped);
    removes.add(record.slice());
    return new PendingCommit(record, staged, List.copyOf(removes), dropped);
  }

  @Override
  public void publish(PendingCommit commit) throws IOException {
    ledger.begin(commit);
    carryOut(commit);
  }

  private void carryOut(PendingCommit commit) throws IOException {
    seen = Optional.empty();
    List<Optional<String>> replaced =
        commit.removes().stream()
            .map(slice -> Optional.of(slice).filter(s -> !s.equals(NO_SLICE)))
            .toList();
    table.replace(replaced, rows(staged(commit)), TableCommit.of(commit.record()));
    end(commit);
  }

  /**
   * Returns the staged rows, or an empty dataset for a slice without rows, which has no directory.
   */
  private Dataset<Row> rows(Path staged) throws IOException {
    return output.files().exists(staged) ? table.read(staged) : table.none();
  }

  private void end(PendingCommit commit) throws IOException {
    ledger.end(commit);
    output.files().delete(staged(commit), true);
  }

  private Path staged(PendingCommit commit) {
    return new Path(output.root(), commit.staged());
  }

  @Override
  public Dataset<Row> published(
      SparkSession spark, StructType schema, Collection<SliceRecord> slices) {
    return select(schema, List.of(), slices);
  }

  @Override
  public Dataset<Row> publishedWithSlice(
      SparkSession spark, StructType schema, Collection<SliceRecord> slices) {
    Column slice = functions.col(LakeTable.SLICE).as(Slice.COLUMN);
    return select(schema, List.of(slice), slices);
  }

  private Dataset<Row> select(
      StructType schema, List<Column> more, Collection<SliceRecord> slices) {
    Column[] columns =
        Stream.concat(List.of(schema.fieldNames()).stream().map(Columns::named), more.stream())
            .toArray(Column[]::new);
    Object[] ids = slices.stream().map(SliceRecord::slice).toArray();
    return table.rows().filter(functions.col(LakeTable.SLICE).isin(ids)).select(columns);
  }

  /** Does nothing, because a table is complete after each commit. */
  @Override
  public void finish() {}
}
