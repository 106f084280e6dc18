package org.thumbscore.quality;

import java.util.Locale;

/** A policy for choosing a threshold from validation scores. */
public sealed interface Policy {
  /** Chooses the median of the scaled scores, as in the paper. Needs no labels. */
  record Median() implements Policy {
    @Override
    public String text() {
      return "median";
    }
  }

  /** Chooses the threshold with the greatest F1, and the highest one in case of ties. */
  record MaxF1() implements Policy {
    @Override
    public String text() {
      return "max-f1";
    }
  }

  /** Chooses the lowest threshold with at least the given precision. */
  record MinPrecision(double precision) implements Policy {
    @Override
    public String text() {
      return "precision=" + precision;
    }
  }

  /** Chooses the highest threshold with at least the given recall. */
  record MinRecall(double recall) implements Policy {
    @Override
    public String text() {
      return "recall=" + recall;
    }
  }

  /** Uses the given threshold on the scaled score {@code (cosine + 1) / 2}. Needs no labels. */
  record Fixed(double scaled) implements Policy {
    @Override
    public String text() {
      return "fixed=" + scaled;
    }
  }

  /** Returns the name of the policy on the command line and in calibration files. */
  String text();

  /** Returns whether the policy needs labelled scores. */
  default boolean needsLabels() {
    return !(this instanceof Median || this instanceof Fixed);
  }

  /**
   * Parses a policy.
   *
   * @throws CalibrationException if the text is not a valid policy
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
