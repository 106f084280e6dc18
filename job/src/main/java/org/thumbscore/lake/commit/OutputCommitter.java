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
 * Makes staged slices visible to the readers of an output, and reads what they see. A commit is
 * written to the ledger before its first step and can be repeated from any point.
 */
interface OutputCommitter {
  /** Returns the full path of the output, or the name of a table. */
  String location();

  /** Completes the commits of dead runs. A commit whose staged rows are missing is dropped. */
  void recover(List<PendingCommit> pending) throws IOException;

  /** Returns whether only one run at a time may carry out a commit, also of another slice. */
  boolean commitsInTurn();

  /** Returns the slices of the ledger that readers see as they were committed. */
  Map<String, SliceRecord> intact(Map<String, SliceRecord> records) throws IOException;

  /** Forgets what was read of the output, which another run may have changed. */
  void refresh();

  /**
   * Returns the visible data that belongs to none of the slices that stay, by names that {@link
   * #decide} accepts as stale.
   */
  SortedSet<String> untracked(Map<String, SliceRecord> records, Collection<String> stay)
      throws IOException;

  /** Returns the part of the untracked data that a run must not replace without permission. */
  SortedSet<String> conflicting(SortedSet<String> untracked, Map<String, SliceRecord> records)
      throws IOException;

  /** Describes conflicting data, and what was expected instead, for an error message. */
  String describe(SortedSet<String> conflicting);

  /** Returns the columns that the staged rows of a slice are partitioned by. */
  List<String> stagedBy(List<String> partitionBy);

  /**
   * Returns the commit of a slice, without carrying it out.
   *
   * @param staged the directory of the slice's staged rows, relative to the output
   * @param old the previous record of the slice; null if there is none
   * @param stale untracked data that this commit removes
   * @param dropped slices whose records this commit removes from the ledger
   */
  PendingCommit decide(
      SliceRecord record, String staged, SliceRecord old, List<String> stale, List<String> dropped)
      throws IOException;

  /** Carries out a commit. */
  void publish(PendingCommit commit) throws IOException;

  /** Reads the committed rows of the given slices. */
  Dataset<Row> published(SparkSession spark, StructType schema, Collection<SliceRecord> slices);

  /**
   * Reads the committed rows of the given slices, with the id of each row's slice in the additional
   * column {@link org.thumbscore.lake.plan.Slice#COLUMN}.
   */
  Dataset<Row> publishedWithSlice(
      SparkSession spark, StructType schema, Collection<SliceRecord> slices);

  /** Marks the output as complete for its readers. */
  void finish() throws IOException;
}
