package org.thumbscore.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.encoder.DualEncoder;
import org.thumbscore.encoder.EncoderPool;
import org.thumbscore.encoder.LeasePool;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.Precision;
import org.thumbscore.pipeline.Article;
import org.thumbscore.pipeline.EmbeddedArticle;
import org.thumbscore.pipeline.EmbeddingPipeline;
import org.thumbscore.pipeline.KnownEmbeddings;
import org.thumbscore.runtime.EncoderException;
import org.thumbscore.score.ArticleScorer;
import org.thumbscore.score.LabelThreshold;
import org.thumbscore.score.RescoreBand;
import org.thumbscore.score.RowScore;
import org.thumbscore.spark.ScoreSettings.Threshold;
import org.thumbscore.spark.metrics.TaskMeasure;

/**
 * The rows of one partition whose label could be another in fp32, since their similarity lies
 * nearer to the threshold than the error of the precision. Counts them and, where requested, scores
 * them again in fp32. Used by one thread.
 */
final class NearThreshold implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NearThreshold.class);

  /** The error is the largest of a small sample, and others are larger. */
  private static final double ALLOWANCE = 2;

  private final RowLayout layout;
  private final TaskResources task;
  private final Optional<LabelThreshold> threshold;
  private final double width;
  private final Optional<LeasePool<EncoderPool.Key, DualEncoder>.Lease> exact;
  private long rows;
  private long rescored;
  private long changed;
  private long beyond;

  private NearThreshold(
      RowLayout layout,
      TaskResources task,
      Optional<LabelThreshold> threshold,
      double width,
      Optional<LeasePool<EncoderPool.Key, DualEncoder>.Lease> exact) {
    this.layout = layout;
    this.task = task;
    this.threshold = threshold;
    this.width = width;
    this.exact = exact;
  }

  /**
   * Measures the error of the executor's encoder, unless this was done before, and opens the
   * encoder in fp32 if rows are scored again.
   *
   * @throws EncoderException if it is needed and the bundle has no graphs in fp32
   */
  static NearThreshold open(ScoreSettings settings, RowLayout layout, TaskResources task) {
    if (!(settings.lineage().threshold() instanceof Threshold.Calibrated calibrated)
        || task.encoder().precision() == Precision.FP32) {
      return new NearThreshold(layout, task, Optional.empty(), 0, Optional.empty());
    }
    Optional<LabelThreshold> threshold = Optional.of(calibrated.threshold());
    if (settings.rescoreBand() instanceof RescoreBand.Off) {
      return new NearThreshold(layout, task, threshold, widthIfKnown(task), Optional.empty());
    }
    LeasePool<EncoderPool.Key, DualEncoder>.Lease exact = acquireInFp32(task);
    try {
      double width =
          settings.rescoreBand() instanceof RescoreBand.Fixed fixed
              ? fixed.width()
              : ALLOWANCE * task.encoder().similarityError(of -> error(of, exact.value()));
      return new NearThreshold(layout, task, threshold, width, Optional.of(exact));
    } catch (RuntimeException | Error e) {
      exact.close();
      throw e;
    }
  }

  private static double error(DualEncoder encoder, DualEncoder exact) {
    return SimilarityError.between(encoder, exact);
  }

  /** Returns the width of the band, or 0 if it cannot be measured. */
  private static double widthIfKnown(TaskResources task) {
    try {
      return ALLOWANCE * task.encoder().similarityError(encoder -> error(encoder, task));
    } catch (BundleException | EncoderException e) {
      LOG.info("The error of similarities is not known: {}", e.getMessage());
      return 0;
    }
  }

  private static double error(DualEncoder encoder, TaskResources task) {
    try (LeasePool<EncoderPool.Key, DualEncoder>.Lease exact = acquireInFp32(task)) {
      return error(encoder, exact.value());
    }
  }

  private static LeasePool<EncoderPool.Key, DualEncoder>.Lease acquireInFp32(TaskResources task) {
    LeasePool<EncoderPool.Key, DualEncoder>.Lease exact = task.executor().inFp32().acquire();
    if (exact.value().precision() == Precision.FP32) {
      return exact;
    }
    exact.close();
    throw new EncoderException(
        "Cannot score rows again in fp32: bundle %s has no graphs in fp32. Set score.rescore-band=off"
            .formatted(task.executor().source().bundleLocation()));
  }

  /** Returns whether rows near the threshold are scored again. */
  boolean rescores() {
    return exact.isPresent();
  }

  /** Returns whether a score is near the threshold, and counts it. */
  boolean includes(RowScore score) {
    boolean near =
        threshold.isPresent()
            && score instanceof RowScore.Scored scored
            && Math.abs(scored.similarity() - threshold.get().cosine()) <= width;
    rows += near ? 1 : 0;
    return near;
  }

  /**
   * Scores articles again.
   *
   * @return one article for each, in the same order; the given one, if its image cannot be read
   *     again
   */
  List<EmbeddedArticle<Row>> inFp32(List<EmbeddedArticle<Row>> near) {
    Iterator<Article<Row>> articles =
        near.stream()
            .map(article -> layout.article(article.payload()).knowing(KnownEmbeddings.NONE))
            .iterator();
    List<EmbeddedArticle<Row>> again = new ArrayList<>();
    try (EmbeddingPipeline<Row> pipeline =
        new EmbeddingPipeline<>(
            articles,
            exact.orElseThrow().value(),
            task.images(),
            task.executor().source().encoder(),
            task.times())) {
      near.forEach(article -> again.add(better(article, pipeline.next())));
    }
    return again;
  }

  private EmbeddedArticle<Row> better(EmbeddedArticle<Row> before, EmbeddedArticle<Row> after) {
    if (ArticleScorer.score(before) instanceof RowScore.Scored found
        && ArticleScorer.score(after) instanceof RowScore.Scored expected) {
      LabelThreshold labels = threshold.orElseThrow();
      rescored++;
      changed +=
          labels.labelOf(found.similarity()) == labels.labelOf(expected.similarity()) ? 0 : 1;
      beyond += Math.abs(found.similarity() - expected.similarity()) > width ? 1 : 0;
      return after;
    }
    return before;
  }

  /** Returns what was counted, as it grows. */
  Map<TaskMeasure, LongSupplier> measures() {
    return Map.of(
        TaskMeasure.NEAR_THRESHOLD,
        () -> rows,
        TaskMeasure.RESCORED,
        () -> rescored,
        TaskMeasure.LABELS_CHANGED,
        () -> changed,
        TaskMeasure.BEYOND_BAND,
        () -> beyond);
  }

  @Override
  public void close() {
    exact.ifPresent(LeasePool.Lease::close);
  }
}
