package org.thumbscore.lake.commit;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.lake.plan.SliceRecord;

/**
 * How staged slices come before readers, and what readers see now. A commit is written to the
 * ledger before its first step, and can be carried out again from any point.
 */
interface OutputCommitter {
  /** The full path, or a table's name. */
  String location();

  /** Ends what a dead run has begun; a commit whose rows are gone is forgotten. */
  void recover() throws IOException;

  /** Those of the ledger's slices that readers see whole, as they were committed. */
  Map<String, SliceRecord> whole(Map<String, SliceRecord> records) throws IOException;

  /** What readers see besides slices that stay, by a name that {@link #decide} knows. */
  SortedSet<String> besides(Map<String, SliceRecord> records, Collection<String> stay)
      throws IOException;

  /** Of what {@link #besides} tells, whatever a run must not replace unasked. */
  SortedSet<String> foreign(SortedSet<String> besides, Map<String, SliceRecord> records)
      throws IOException;

  /** For a message: what is foreign, and what was expected instead. */
  String describe(SortedSet<String> foreign);

  /** Columns that become directories of a slice's staged rows. */
  List<String> stagedBy(List<String> partitionBy);

  /**
   * Decides a commit.
   *
   * @param staged directory, relative to the output
   * @param old what the ledger says of the slice; null where that is nothing
   * @param leftovers of {@link #besides}, to go with this commit
   * @param dropped slices that the ledger is to forget with it
   */
  PendingCommit decide(
      SliceRecord record,
      String staged,
      SliceRecord old,
      List<String> leftovers,
      List<String> dropped)
      throws IOException;

  /** Carries a commit out. */
  void publish(PendingCommit commit) throws IOException;

  /** Rows of some slices. */
  Dataset<Row> published(SparkSession spark, StructType schema, Collection<SliceRecord> slices);

  /** Tells readers that the output is whole. */
  void finish() throws IOException;
}
