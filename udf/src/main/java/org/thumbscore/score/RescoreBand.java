package org.thumbscore.score;

import java.io.Serializable;

/**
 * How near to the threshold a similarity that was not computed in fp32 must be for its row to be
 * scored again in fp32.
 *
 * <pre>{@code
 * RescoreBand band = RescoreBand.parse("auto");
 * }</pre>
 */
public sealed interface RescoreBand extends Serializable {
  /** The word for {@link Off}. */
  String OFF = "off";

  /** The word for {@link Auto}. */
  String AUTO = "auto";

  /** What {@link #parse} accepts, for messages. */
  String EXPECTED = "off, auto, or a number above 0 and up to 2";

  /** No row is scored again. */
  record Off() implements RescoreBand {
    @Override
    public String toString() {
      return OFF;
    }
  }

  /** As near as twice the measured error of similarities. */
  record Auto() implements RescoreBand {
    @Override
    public String toString() {
      return AUTO;
    }
  }

  /**
   * As near as given.
   *
   * @param width the greatest distance from the threshold, as a cosine
   */
  record Fixed(double width) implements RescoreBand {
    public Fixed {
      if (!(width > 0 && width <= 2)) {
        throw new IllegalArgumentException("expected a number above 0 and up to 2, found " + width);
      }
    }

    @Override
    public String toString() {
      return Double.toString(width);
    }
  }

  /**
   * Reads {@code off}, {@code auto} or a number.
   *
   * @throws IllegalArgumentException if it is none of them; the message says what was expected
   */
  static RescoreBand parse(String word) {
    return switch (word) {
      case OFF -> new Off();
      case AUTO -> new Auto();
      default -> {
        try {
          yield new Fixed(Double.parseDouble(word));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "Invalid rescore band: %s (must be %s)".formatted(word, EXPECTED), e);
        }
      }
    };
  }
}
