package org.thumbscore.lake.commit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.storage.OutputDirectory;

/**
 * Puts the staged files of a slice where readers see them. A commit is written to the ledger before
 * its first file moves, and can be carried out again from any point: a run that finds one ends it.
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
  public void recover() throws IOException {
    for (PendingCommit commit : ledger.pending()) {
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
  public Map<String, SliceRecord> whole(Map<String, SliceRecord> records) throws IOException {
    Map<String, Long> visible = output.visible();
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

  @Override
  public SortedSet<String> besides(Map<String, SliceRecord> records, Collection<String> stay)
      throws IOException {
    TreeSet<String> besides = new TreeSet<>(output.visible().keySet());
    records.values().stream()
        .filter(record -> stay.contains(record.slice()))
        .flatMap(record -> record.output().stream())
        .forEach(file -> besides.remove(file.path()));
    return besides;
  }

  @Override
  public SortedSet<String> foreign(SortedSet<String> besides, Map<String, SliceRecord> records) {
    return besides;
  }

  @Override
  public String describe(SortedSet<String> foreign) {
    return "(%s and %d more files); expected an empty directory"
        .formatted(foreign.first(), foreign.size() - 1);
  }

  @Override
  public List<String> stagedBy(List<String> partitionBy) {
    return partitionBy;
  }

  @Override
  public PendingCommit decide(
      SliceRecord record,
      String staged,
      SliceRecord old,
      List<String> leftovers,
      List<String> dropped)
      throws IOException {
    List<String> removes = new ArrayList<>(leftovers);
    if (old != null) {
      old.output().forEach(file -> removes.add(file.path()));
    }
    SliceRecord whole = record.withOutput(filesOf(new Path(output.root(), staged)));
    return new PendingCommit(whole, staged, removes, dropped);
  }

  private List<SliceRecord.OutputFile> filesOf(Path staged) throws IOException {
    return output.dataFilesUnder(staged).entrySet().stream()
        .map(file -> new SliceRecord.OutputFile(file.getKey(), file.getValue()))
        .toList();
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
  public void finish() throws IOException {
    output.write(output.success(), "");
  }

  private void carryOut(PendingCommit commit) throws IOException {
    // First out, then in: readers may miss rows for a moment, but never count any twice.
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
    output.remove(new Path(output.root(), commit.staged()));
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
    return new Path(new Path(output.root(), commit.staged()), file.path());
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
