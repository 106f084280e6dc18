package org.thumbscore.counterfactual;

import java.util.List;

/** The result of writing a counterfactual text for an article. */
public sealed interface Counterfactual {
  /** Returns the names that were masked; empty if none was. */
  List<String> names();

  /**
   * A counterfactual text.
   *
   * @param text the text with other names
   * @param similarity its similarity to the image, less than that of the original
   * @param tries the number of texts that were tried, including this one
   */
  record Found(String text, float similarity, int tries, List<String> names)
      implements Counterfactual {
    public Found {
      names = List.copyOf(names);
    }
  }

  /**
   * The reason why there is no counterfactual text.
   *
   * @param message one line
   */
  record NotFound(Reason reason, String message, int tries, List<String> names)
      implements Counterfactual {
    public NotFound {
      names = List.copyOf(names);
    }
  }

  /** The reasons why there is no counterfactual text. */
  enum Reason {
    /** The text names no person. */
    NO_PERSON,
    /** The names make up too much of the text. */
    PERSON_TOO_LONG,
    /** No name lies in the part of the text that the masked language model reads. */
    TEXT_TOO_LONG,
    /** No text that was tried is less similar to the image than the original. */
    NOT_LESS_SIMILAR
  }
}
