package org.thumbscore.run;

import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.thumbscore.common.Redaction;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.lake.plan.SliceLineage;
import org.thumbscore.lake.source.ArticleSource;
import org.thumbscore.lake.source.ChosenColumns;
import org.thumbscore.quality.Labelling;
import org.thumbscore.quality.ScoreProbability;

/** Gathers what the values of a run's rows follow from, as the ledger keeps it. */
final class ScoreLineage {
  private ScoreLineage() {}

  static SliceLineage of(
      ScoreRequest request,
      String modelSha256,
      ArticleSource source,
      ChosenColumns columns,
      Labelling labelling,
      Configuration hadoop) {
    Map<String, String> settings = settings(request, columns);
    if (source.schema().holdsPaths(columns)) {
      // Where relative paths start; a column that holds the images themselves has no use for it.
      String base = request.config().images().settings(request.input(), hadoop).base();
      settings.put("score.images.base", Redaction.redact(base));
    }
    return new SliceLineage(modelSha256, settings, labels(labelling));
  }

  /** Of all settings, those on which values or columns depend. */
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
    settings.put(SliceLineage.PREPROCESSING, request.config().encoder().profile().label());
    settings.put("score.max-image-bytes", Long.toString(limits.maxBytes()));
    settings.put("score.max-image-pixels", Long.toString(limits.maxPixels()));
    settings.put(
        SliceLineage.MAX_TEXT_CHARS, Integer.toString(request.config().encoder().maxTextChars()));
    return settings;
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
