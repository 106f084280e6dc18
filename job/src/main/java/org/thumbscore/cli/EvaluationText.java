package org.thumbscore.cli;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.thumbscore.quality.Confusion;
import org.thumbscore.quality.Estimate;
import org.thumbscore.quality.Evaluation;
import org.thumbscore.quality.Interval;
import org.thumbscore.quality.Metric;
import org.thumbscore.quality.Mismatched;

/** Formats the counts of an evaluation as text. */
final class EvaluationText {
  private EvaluationText() {}

  static String of(Evaluation evaluation) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %,d rows; left out %,d without a similarity and %,d without a label; 95%% by %s%n",
            evaluation.name(),
            evaluation.rows(),
            evaluation.unscored(),
            evaluation.unlabelled(),
            evaluation.interval()));
    Confusion confusion = evaluation.confusion();
    if (confusion == null) {
      text.append("  no threshold: give --calibration for F1, precision, recall and accuracy\n");
    } else {
      text.append(
          String.format(
              Locale.ROOT,
              "  cosine > %.6f     labelled 1   labelled 0%n  true label 1   %,12d %,12d%n  true label 0   %,12d %,12d%n",
              evaluation.threshold(),
              confusion.truePositives(),
              confusion.falseNegatives(),
              confusion.falsePositives(),
              confusion.trueNegatives()));
    }
    return text.toString();
  }

  /** Formats how well labels and similarities agree with true labels in a single line. */
  static String line(Evaluation evaluation) {
    return String.format(
        Locale.ROOT,
        "quality    %s of %,d rows with a true label%n",
        Stream.of(Metric.F1, Metric.ACCURACY, Metric.ROC_AUC)
            .filter(evaluation.metrics()::containsKey)
            .map(metric -> metric.title() + " " + cell(evaluation.metrics().get(metric)))
            .collect(Collectors.joining(", ")),
        evaluation.rows());
  }

  private static String cell(Estimate estimate) {
    Interval interval = estimate.interval();
    return String.format(
        Locale.ROOT, "%.3f [%.3f, %.3f]", estimate.value(), interval.low(), interval.high());
  }

  /** Formats how often images beat those of other articles. */
  static String of(Mismatched compared) {
    Interval interval = compared.auc().interval();
    return String.format(
        Locale.ROOT,
        "%s: %,d rows; left out %,d without a similarity or embeddings%n  matched against mismatched images: AUC %.3f [%.3f, %.3f], each row against %,d images; 95%% by %s%n",
        compared.name(),
        compared.rows(),
        compared.unscored(),
        compared.auc().value(),
        interval.low(),
        interval.high(),
        compared.images(),
        compared.interval());
  }
}
