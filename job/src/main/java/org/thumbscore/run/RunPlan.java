package org.thumbscore.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.lake.plan.PlannedSlice;
import org.thumbscore.lake.plan.Slice;
import org.thumbscore.lake.plan.SliceAction;
import org.thumbscore.lake.plan.SliceLineage;
import org.thumbscore.lake.plan.SlicePlan;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.plan.Slicer;
import org.thumbscore.lake.plan.Wave;
import org.thumbscore.lake.source.ArticleSource;
import org.thumbscore.lake.source.ChosenColumns;
import org.thumbscore.lake.source.SliceCounts;
import org.thumbscore.lake.storage.GateException;

/** The plan of one run. Immutable. */
final class RunPlan {
  private static final long PER_CORE = 256L << 20;
  private static final long LEAST = 512L << 20;

  private final ArticleSource source;
  private final ChosenColumns columns;
  private final SliceLineage lineage;
  private final SlicePlan slices;
  private final SliceCounts counts;
  private final Set<String> reusable;
  private final List<Wave> waves;

  private RunPlan(
      ArticleSource source,
      ChosenColumns columns,
      SliceLineage lineage,
      SlicePlan slices,
      SliceCounts counts,
      Set<String> reusable,
      long waveBytes) {
    this.source = source;
    this.columns = columns;
    this.lineage = lineage;
    this.slices = slices;
    this.counts = counts;
    this.reusable = Set.copyOf(reusable);
    this.waves =
        Wave.of(
            slices.work().stream().filter(planned -> !isUnreadable(planned)).toList(), waveBytes);
  }

  /**
   * Opens the input and compares it with the ledger.
   *
   * @param stored the intact slices of the output
   */
  static RunPlan of(
      SparkSession spark,
      ScoreRequest request,
      RowComputation computation,
      Map<String, SliceRecord> stored) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    ArticleSource source = ArticleSource.open(spark, request.input());
    ChosenColumns columns = computation.columns(source.schema());
    SliceLineage lineage = computation.lineage(source, columns, hadoop);
    Map<String, SliceRecord> scored = new TreeMap<>(stored);
    scored.values().removeIf(record -> !record.command().equals(computation.command()));
    Slicer slicer = new Slicer(sized(spark, request.config().sliceBytes()));
    SlicePlan slices =
        SlicePlan.of(source.slices(slicer, scored.values()), scored, lineage, request.reuse());
    List<Slice> work = slices.work().stream().map(PlannedSlice::slice).toList();
    return new RunPlan(
        source,
        columns,
        lineage,
        slices,
        source.count(work),
        reusable(request, scored, lineage),
        sized(spark, request.config().waveBytes()));
  }

  /**
   * Returns the ids of reusable slices as of the start of the run. Slices that this run commits are
   * only reused by later runs.
   */
  private static Set<String> reusable(
      ScoreRequest request, Map<String, SliceRecord> scored, SliceLineage lineage) {
    return request.reusesEmbeddings()
        ? scored.values().stream()
            .filter(record -> lineage.sharesEmbeddings(record.lineage()))
            .map(SliceRecord::slice)
            .collect(Collectors.toUnmodifiableSet())
        : Set.of();
  }

  private static long sized(SparkSession spark, OptionalLong given) {
    return given.orElse(Math.max(LEAST, PER_CORE * spark.sparkContext().defaultParallelism()));
  }

  ArticleSource source() {
    return source;
  }

  ChosenColumns columns() {
    return columns;
  }

  SliceLineage lineage() {
    return lineage;
  }

  SlicePlan slices() {
    return slices;
  }

  /**
   * Returns the ids of the output's slices whose embeddings are valid under the lineage of this
   * run.
   */
  Set<String> reusable() {
    return reusable;
  }

  /**
   * Returns the waves in execution order, one for each Spark job. Unreadable slices are in none of
   * them.
   */
  List<Wave> waves() {
    return waves;
  }

  /** Returns the slices that are not kept. */
  List<PlannedSlice> work() {
    return slices.work();
  }

  /** Returns the reason why the rows of a slice could not be counted, by slice id. */
  Map<String, GateException> unreadable() {
    return counts.unreadable();
  }

  private boolean isUnreadable(PlannedSlice planned) {
    return unreadable().containsKey(planned.slice().id());
  }

  /**
   * Returns the number of input rows of a slice that is not kept, or 0 if they could not be
   * counted.
   */
  long rows(PlannedSlice planned) {
    return counts.rows().getOrDefault(planned.slice().id(), 0L);
  }

  /** Returns the number of rows of a wave that pass through the model. */
  long rowsToScore(Wave wave) {
    return wave.slices().stream().mapToLong(this::rowsToScore).sum();
  }

  long rowsToScore() {
    return work().stream().mapToLong(this::rowsToScore).sum();
  }

  /**
   * Returns the number of rows of a slice that pass through the model; other rows are only written.
   */
  private long rowsToScore(PlannedSlice planned) {
    return switch (planned.action()) {
      case SCORE -> rows(planned);
      case RETRY -> planned.stored().map(SliceRecord::rejected).orElse(0L);
      case RELABEL, KEEP -> 0;
    };
  }

  /** Returns the number of rows of all slices that are not kept. */
  long rowsToWrite() {
    return work().stream().mapToLong(this::rows).sum();
  }

  boolean needsModel() {
    return waves.stream().anyMatch(wave -> needsModel(wave.action()));
  }

  /** Returns whether the action passes rows through the model. */
  static boolean needsModel(SliceAction action) {
    return action == SliceAction.SCORE || action == SliceAction.RETRY;
  }

  /** Returns the number of slices by what is done with them, for instance {@code scored}. */
  Map<String, Integer> counts() {
    return slices.counts().entrySet().stream()
        .collect(
            Collectors.toMap(
                e -> e.getKey().done(), Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
  }
}
