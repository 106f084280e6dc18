package org.thumbscore.lake.commit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.lake.plan.Slice;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.storage.OutputDirectory;

/**
 * Commits the staged files of a slice by moving them to where readers see them. A commit is written
 * to the ledger before its first file moves and can be repeated from any point, so the next run
 * completes the commit of a dead one.
 */
final class FileCommitter implements OutputCommitter {
  private static final Logger LOG = LoggerFactory.getLogger(FileCommitter.class);

  private final OutputDirectory output;
  private final Ledger ledger;

  FileCommitter(OutputDirectory output, Ledger ledger) {
    this.output = output;
    this.ledger = ledger;
  }

  @Override
  public String location() {
    return output.root().toString();
  }

  @Override
  public void publish(PendingCommit commit) throws IOException {
    output.files().delete(output.success(), false);
    ledger.begin(commit);
    carryOut(commit);
  }

  @Override
  public boolean commitsInTurn() {
    return false;
  }

  @Override
  public void refresh() {
    // Every call reads the storage.
  }

  @Override
  public void recover(List<PendingCommit> pending) throws IOException {
    for (PendingCommit commit : pending) {
      if (isPossible(commit)) {
        LOG.info("ending the commit of slice {}, which run {} began", slice(commit), run(commit));
        carryOut(commit);
      } else {
        LOG.warn("slice {}: run {} left too little to end its commit", slice(commit), run(commit));
        undo(commit);
      }
    }
  }

  @Override
  public Map<String, SliceRecord> intact(Map<String, SliceRecord> records) throws IOException {
    Map<String, Long> visible = output.visible();
    Map<String, SliceRecord> intact = new TreeMap<>(records);
    intact
        .values()
        .removeIf(
            record ->
                !record.output().stream()
                    .allMatch(
                        file -> Long.valueOf(file.length()).equals(visible.get(file.path()))));
    return intact;
  }

  @Override
  public SortedSet<String> untracked(Map<String, SliceRecord> records, Collection<String> stay)
      throws IOException {
    TreeSet<String> untracked = new TreeSet<>(output.visible().keySet());
    records.values().stream()
        .filter(record -> stay.contains(record.slice()))
        .flatMap(record -> record.output().stream())
        .forEach(file -> untracked.remove(file.path()));
    return untracked;
  }

  @Override
  public SortedSet<String> conflicting(
      SortedSet<String> untracked, Map<String, SliceRecord> records) {
    return untracked;
  }

  @Override
  public String describe(SortedSet<String> conflicting) {
    return "(%s and %d more files); expected an empty directory"
        .formatted(conflicting.first(), conflicting.size() - 1);
  }

  @Override
  public List<String> stagedBy(List<String> partitionBy) {
    return partitionBy;
  }

  @Override
  public PendingCommit decide(
      SliceRecord record, String staged, SliceRecord old, List<String> stale, List<String> dropped)
      throws IOException {
    List<String> removes = new ArrayList<>(stale);
    if (old != null) {
      old.output().forEach(file -> removes.add(file.path()));
    }
    SliceRecord withFiles = record.withOutput(filesOf(record.slice(), staged));
    return new PendingCommit(withFiles, staged, removes, dropped);
  }

  /**
   * Returns the files of a staged slice with the names that they are committed under. Files of two
   * slices written by one task have the same name, so the id of the slice is prepended.
   */
  private List<SliceRecord.OutputFile> filesOf(String slice, String staged) throws IOException {
    return stagedFiles(new Path(output.root(), staged)).entrySet().stream()
        .map(file -> new SliceRecord.OutputFile(withSlice(slice, file.getKey()), file.getValue()))
        .toList();
  }

  private Map<String, Long> stagedFiles(Path staged) throws IOException {
    try {
      return output.dataFilesUnder(staged);
    } catch (FileNotFoundException e) {
      // A slice without rows has no directory.
      return Map.of();
    }
  }

  private static String withSlice(String slice, String path) {
    int name = path.lastIndexOf('/') + 1;
    return path.substring(0, name) + slice + "-" + path.substring(name);
  }

  private static String withoutSlice(String slice, String path) {
    int name = path.lastIndexOf('/') + 1;
    // Earlier versions kept the names that Spark gave the files.
    return path.startsWith(slice + "-", name)
        ? path.substring(0, name) + path.substring(name + slice.length() + 1)
        : path;
  }

  @Override
  public Dataset<Row> published(
      SparkSession spark, StructType schema, Collection<SliceRecord> slices) {
    String[] files =
        slices.stream()
            .flatMap(record -> record.output().stream())
            .map(file -> OutputDirectory.literal(new Path(output.root(), file.path())))
            .toArray(String[]::new);
    return files.length == 0
        ? spark.createDataFrame(List.of(), schema)
        : spark.read().schema(schema).option("basePath", output.root().toString()).parquet(files);
  }

  @Override
  public Dataset<Row> publishedWithSlice(
      SparkSession spark, StructType schema, Collection<SliceRecord> slices) {
    HashMap<String, String> sliceOf = new HashMap<>();
    slices.forEach(
        record ->
            record.output().forEach(file -> sliceOf.put(lastPart(file.path()), record.slice())));
    if (sliceOf.isEmpty()) {
      return spark.createDataFrame(List.of(), schema.add(Slice.COLUMN, DataTypes.StringType));
    }
    UDF1<String, String> lookUp = path -> sliceOf.get(lastPart(path));
    return published(spark, schema, slices)
        .withColumn(
            Slice.COLUMN,
            functions
                .udf(lookUp, DataTypes.StringType)
                .apply(functions.col("_metadata.file_path")));
  }

  /**
   * Returns the name of a file, which is unique without its directory because Spark makes it so.
   */
  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public void finish() throws IOException {
    output.write(output.success(), "");
  }

  private void carryOut(PendingCommit commit) throws IOException {
    // Old files are deleted before new ones are added: readers may briefly miss rows but never see
    // rows twice.
    for (String old : commit.removes()) {
      output.files().delete(new Path(output.root(), old), false);
    }
    for (SliceRecord.OutputFile file : commit.record().output()) {
      Path target = new Path(output.root(), file.path());
      if (!isWhole(target, file.length())) {
        output.files().delete(target, false);
        output.rename(staged(commit, file), target);
      }
    }
    ledger.end(commit);
    // The directories above it hold the other slices of the run, which removes them as it ends.
    output.files().delete(new Path(output.root(), commit.staged()), true);
  }

  private boolean isPossible(PendingCommit commit) throws IOException {
    for (SliceRecord.OutputFile file : commit.record().output()) {
      if (!isWhole(new Path(output.root(), file.path()), file.length())
          && !isWhole(staged(commit, file), file.length())) {
        return false;
      }
    }
    return true;
  }

  private void undo(PendingCommit commit) throws IOException {
    for (SliceRecord.OutputFile file : commit.record().output()) {
      output.files().delete(new Path(output.root(), file.path()), false);
    }
    for (String old : commit.removes()) {
      output.files().delete(new Path(output.root(), old), false);
    }
    ledger.giveUp(commit);
  }

  private Path staged(PendingCommit commit, SliceRecord.OutputFile file) {
    return new Path(
        new Path(output.root(), commit.staged()), withoutSlice(slice(commit), file.path()));
  }

  private boolean isWhole(Path file, long length) throws IOException {
    try {
      return output.files().getFileStatus(file).getLen() == length;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private static String slice(PendingCommit commit) {
    return commit.record().slice();
  }

  private static String run(PendingCommit commit) {
    return commit.record().runId();
  }
}
