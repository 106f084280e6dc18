package org.thumbscore.run;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.thumbscore.common.Redaction;
import org.thumbscore.encoder.EncoderOutput;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.lake.plan.SliceLineage;
import org.thumbscore.lake.source.ArticleSource;
import org.thumbscore.lake.source.ChosenColumns;
import org.thumbscore.quality.Labelling;
import org.thumbscore.quality.ScoreProbability;
import org.thumbscore.runtime.ExecutionProvider;
import org.thumbscore.score.RescoreBand;
import org.thumbscore.spark.EncoderSource;

/** Collects the lineage of a run's rows for the ledger: everything that their values depend on. */
final class ScoreLineage {
  private ScoreLineage() {}

  static SliceLineage of(
      ScoreRequest request,
      EncoderSource model,
      ArticleSource source,
      ChosenColumns columns,
      Labelling labelling,
      Configuration hadoop) {
    Map<String, String> settings = settings(request, columns);
    settings.putAll(columns(model.output()));
    if (source.schema().holdsPaths(columns)) {
      // The base directory only matters if the image column holds paths.
      String base = request.config().images().settings(request.input(), hadoop).base();
      settings.put("score.images.base", Redaction.redact(base));
    }
    RescoreBand band = request.config().rescoreBand();
    if (!(band instanceof RescoreBand.Off)) {
      // Where other rows are near the threshold, relabelling the stored similarities is not enough.
      labelling
          .calibration()
          .ifPresent(c -> settings.put("rescored", band + " around " + c.threshold().cosine()));
    }
    return new SliceLineage(model.bundleSha256(), settings, labels(labelling));
  }

  /** Returns the settings that values or columns depend on. */
  private static Map<String, String> settings(ScoreRequest request, ChosenColumns columns) {
    ImageLimits limits = request.config().encoder().imageLimits();
    Map<String, String> settings = new TreeMap<>();
    settings.put("columns.id", columns.id());
    settings.put("columns.keep", columns.kept().toString());
    settings.put("columns.partition-by", columns.partitionBy().toString());
    settings.put("columns.embeddings", request.embeddings().name());
    settings.put("input.text", columns.text());
    settings.put("input.image", columns.image());
    settings.put("score.precision", request.config().encoder().precisions().toString());
    ExecutionProvider provider = request.config().encoder().device().provider();
    if (provider.isPlugin()) {
      settings.put("score.provider", provider.word());
    }
    settings.put(SliceLineage.PREPROCESSING, request.config().encoder().profile().label());
    settings.put("score.max-image-bytes", Long.toString(limits.maxBytes()));
    settings.put("score.max-image-pixels", Long.toString(limits.maxPixels()));
    settings.put(
        SliceLineage.MAX_TEXT_CHARS, Integer.toString(request.config().encoder().maxTextChars()));
    return settings;
  }

  /**
   * Returns what the output columns depend on apart from the request, which is nothing for most
   * models.
   */
  private static Map<String, String> columns(EncoderOutput output) {
    Map<String, String> columns = new TreeMap<>();
    if (output.imageVectors() > 1) {
      columns.put("columns.image-vectors", Integer.toString(output.imageVectors()));
    }
    if (!output.extraColumns().isEmpty()) {
      columns.put(
          "columns.extra",
          output.extraColumns().stream()
              .map(extra -> extra.name() + " " + extra.type())
              .collect(Collectors.joining(", ")));
    }
    return columns;
  }

  private static SliceLineage.Labels labels(Labelling labelling) {
    return labelling
        .calibration()
        .map(
            c ->
                new SliceLineage.Labels(
                    c.threshold().cosine(),
                    labelling.probability().map(ScoreProbability::digest).orElse(null)))
        .orElse(null);
  }
}
