package org.thumbscore.quality;

import java.util.Locale;

/** How a threshold is chosen from validation scores. */
public sealed interface Policy {
  /** The paper's: the median of the scaled scores; needs no labels. */
  record Median() implements Policy {
    @Override
    public String text() {
      return "median";
    }
  }

  /** The greatest F1; of several, the highest threshold. */
  record MaxF1() implements Policy {
    @Override
    public String text() {
      return "max-f1";
    }
  }

  /** The lowest threshold whose precision is at least this. */
  record MinPrecision(double precision) implements Policy {
    @Override
    public String text() {
      return "precision=" + precision;
    }
  }

  /** The highest threshold whose recall is at least this. */
  record MinRecall(double recall) implements Policy {
    @Override
    public String text() {
      return "recall=" + recall;
    }
  }

  /** This threshold, on the scaled score {@code (cosine + 1) / 2}; needs no scores. */
  record Fixed(double scaled) implements Policy {
    @Override
    public String text() {
      return "fixed=" + scaled;
    }
  }

  /** As the command line and the calibration file name it. */
  String text();

  /** Whether it needs to know which thumbnails represent their articles. */
  default boolean needsLabels() {
    return !(this instanceof Median || this instanceof Fixed);
  }

  /**
   * Reads a policy.
   *
   * @throws CalibrationException for anything else
   */
  static Policy parse(String text) {
    String[] parts = text.strip().toLowerCase(Locale.ROOT).split("=", 2);
    return switch (parts[0]) {
      case "median" -> bare(parts, text, new Median());
      case "max-f1" -> bare(parts, text, new MaxF1());
      case "precision" -> new MinPrecision(share(parts, text));
      case "recall" -> new MinRecall(share(parts, text));
      case "fixed" -> new Fixed(share(parts, text));
      default -> throw unknown(text);
    };
  }

  private static Policy bare(String[] parts, String text, Policy policy) {
    if (parts.length > 1) {
      throw unknown(text);
    }
    return policy;
  }

  private static double share(String[] parts, String text) {
    try {
      double value = Double.parseDouble(parts.length > 1 ? parts[1] : "");
      if (value >= 0 && value <= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new CalibrationException(unknown(text).getMessage(), e);
    }
    throw unknown(text);
  }

  private static CalibrationException unknown(String text) {
    return new CalibrationException(
        "Invalid policy '%s': expected median, max-f1, precision=P, recall=R or fixed=X, each number from 0 to 1"
            .formatted(text));
  }
}
