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
 * Brings staged slices before the readers of an output, and tells what they see now. A commit is
 * written to the ledger before its first step, and can be carried out again from any point.
 */
interface OutputCommitter {
  /** The output's full path, or a table's name. */
  String location();

  /** Ends what a dead run has begun; a commit whose staged rows are gone is forgotten. */
  void recover() throws IOException;

  /** Keeps those of the ledger's slices that readers see as they were committed. */
  Map<String, SliceRecord> intact(Map<String, SliceRecord> records) throws IOException;

  /**
   * Finds data that readers see and that belongs to none of the slices that stay, by a name that
   * {@link #decide} knows.
   */
  SortedSet<String> untracked(Map<String, SliceRecord> records, Collection<String> stay)
      throws IOException;

  /** Keeps of untracked data what a run must not replace unasked. */
  SortedSet<String> conflicting(SortedSet<String> untracked, Map<String, SliceRecord> records)
      throws IOException;

  /** Describes conflicting data for a message, and what was expected instead. */
  String describe(SortedSet<String> conflicting);

  /** Chooses the columns that become directories of a slice's staged rows. */
  List<String> stagedBy(List<String> partitionBy);

  /**
   * Decides a commit.
   *
   * @param staged directory of the slice's staged rows, relative to the output
   * @param old what the ledger says of the slice; null where that is nothing
   * @param stale untracked data that this commit removes
   * @param dropped slices that the ledger forgets with this commit
   */
  PendingCommit decide(
      SliceRecord record, String staged, SliceRecord old, List<String> stale, List<String> dropped)
      throws IOException;

  /** Carries a commit out. */
  void publish(PendingCommit commit) throws IOException;

  /** Reads the committed rows of some slices. */
  Dataset<Row> published(SparkSession spark, StructType schema, Collection<SliceRecord> slices);

  /**
   * Reads the committed rows of some slices with one more column, {@link
   * org.thumbscore.lake.plan.Slice#COLUMN}, that says which slice a row belongs to.
   */
  Dataset<Row> publishedWithSlice(
      SparkSession spark, StructType schema, Collection<SliceRecord> slices);

  /** Tells readers that all of the output is there. */
  void finish() throws IOException;
}
