package org.thumbscore.run;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.common.Arguments;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.lake.plan.PlannedSlice;
import org.thumbscore.lake.plan.Slice;
import org.thumbscore.lake.plan.SliceLineage;
import org.thumbscore.lake.plan.SlicePlan;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.plan.Slicer;
import org.thumbscore.lake.source.ArticleSource;
import org.thumbscore.lake.source.ChosenColumns;
import org.thumbscore.lake.storage.GateException;
import org.thumbscore.quality.Calibration;
import org.thumbscore.quality.ScoreProbability;

/**
 * What one run of scoring is going to do.
 *
 * @param rows of each slice that is not kept, by its id
 * @param reusable slices of the output whose embeddings hold under this lineage, by id
 * @param unreadable why the rows of some could not be counted, by the slice's id
 */
record RunPlan(
    ArticleSource source,
    ChosenColumns columns,
    SliceLineage lineage,
    SlicePlan slices,
    Map<String, Long> rows,
    Map<String, SliceRecord> reusable,
    Map<String, GateException> unreadable) {
  private static final long PER_CORE = 256L << 20;
  private static final long LEAST = 512L << 20;

  /**
   * Opens the input and holds it against the ledger.
   *
   * @param stored whole slices of the output
   */
  static RunPlan of(
      SparkSession spark,
      ScoreRequest request,
      String modelSha256,
      Optional<Calibration> calibration,
      Optional<ScoreProbability> probability,
      Map<String, SliceRecord> stored) {
    ArticleSource source = ArticleSource.open(spark, request.input());
    ChosenColumns columns = source.schema().resolve(request.config().columns());
    SliceLineage lineage =
        new SliceLineage(
            modelSha256,
            settings(request, columns, imageBase(spark, request, source, columns)),
            labels(calibration, probability));
    Map<String, SliceRecord> scored = new TreeMap<>(stored);
    scored.values().removeIf(record -> !record.command().equals(ScoreRun.COMMAND));
    Slicer slicer = slicer(spark, request);
    SlicePlan slices =
        SlicePlan.of(source.slices(slicer, scored.values()), scored, lineage, request.reuse());
    RunPlan plan =
        new RunPlan(
            source,
            columns,
            lineage,
            slices,
            new LinkedHashMap<>(),
            reusable(request, scored, lineage),
            new TreeMap<>());
    slices.work().forEach(planned -> plan.count(planned.slice()));
    return plan;
  }

  private void count(Slice slice) {
    try {
      rows.put(slice.id(), ArticleSource.reading(slice, source.of(slice)::countRows));
    } catch (GateException e) {
      rows.put(slice.id(), 0L);
      unreadable.put(slice.id(), e);
    }
  }

  /** Found at the start: slices that a run publishes itself are looked up by the next. */
  private static Map<String, SliceRecord> reusable(
      ScoreRequest request, Map<String, SliceRecord> scored, SliceLineage lineage) {
    if (!request.reusesEmbeddings()) {
      return Map.of();
    }
    Map<String, SliceRecord> reusable = new TreeMap<>(scored);
    reusable.values().removeIf(record -> !lineage.sharesEmbeddings(record.lineage()));
    return reusable;
  }

  private static Slicer slicer(SparkSession spark, ScoreRequest request) {
    long auto = Math.max(LEAST, PER_CORE * spark.sparkContext().defaultParallelism());
    return new Slicer(request.config().sliceBytes().orElse(auto));
  }

  private static SliceLineage.Labels labels(
      Optional<Calibration> calibration, Optional<ScoreProbability> probability) {
    return calibration
        .map(
            c ->
                new SliceLineage.Labels(
                    c.threshold().cosine(), probability.map(p -> digest(p)).orElse(null)))
        .orElse(null);
  }

  /** Where relative paths of images start; empty where the column holds the images. */
  private static Optional<String> imageBase(
      SparkSession spark, ScoreRequest request, ArticleSource source, ChosenColumns columns) {
    if (!source.schema().holdsPaths(columns)) {
      return Optional.empty();
    }
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    String base = request.config().images().settings(request.input(), hadoop).base();
    return Optional.of(Arguments.redact(base));
  }

  private static String digest(ScoreProbability probability) {
    byte[] written = probability.toString().getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(written).toString();
  }

  /** Of all settings, those on which values or columns depend. */
  private static Map<String, String> settings(
      ScoreRequest request, ChosenColumns columns, Optional<String> imageBase) {
    ImageLimits limits = request.config().encoder().imageLimits();
    Map<String, String> settings = new TreeMap<>();
    settings.put("columns.id", columns.id());
    settings.put("columns.keep", columns.kept().toString());
    settings.put("columns.partition-by", columns.partitionBy().toString());
    settings.put("columns.embeddings", request.embeddings().name());
    settings.put("input.text", columns.text());
    settings.put("input.image", columns.image());
    settings.put("score.precision", request.config().encoder().precisions().toString());
    settings.put("score.max-image-bytes", Long.toString(limits.maxBytes()));
    settings.put("score.max-image-pixels", Long.toString(limits.maxPixels()));
    imageBase.ifPresent(base -> settings.put("score.images.base", base));
    return settings;
  }

  long rowsToScore() {
    return slices.work().stream().mapToLong(slice -> SliceWork.rowsToScore(slice, rows)).sum();
  }

  /** Rows of all slices that are not kept. */
  long rowsToWrite() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  boolean needsModel() {
    return slices.work().stream().anyMatch(SliceWork::needsModel);
  }

  /** Slices by what is done with them, for instance {@code scored}. */
  Map<String, Integer> counts() {
    return slices.counts().entrySet().stream()
        .collect(
            Collectors.toMap(
                e -> e.getKey().done(), Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
  }

  List<PlannedSlice> work() {
    return slices.work();
  }
}
