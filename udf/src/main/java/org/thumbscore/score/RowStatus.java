package org.thumbscore.score;

import java.util.Arrays;
import java.util.List;

/**
 * The outcome of processing a row. If several values apply, the one declared first is used. The
 * last four occur only where counterfactual texts are written.
 */
public enum RowStatus {
  /** The row has a similarity and, where one is wanted, a counterfactual text. */
  OK,
  /** The text is null or blank. */
  TEXT_MISSING,
  /** The image is null or has no bytes. */
  IMAGE_MISSING,
  /** The image exceeds the limits. */
  IMAGE_TOO_LARGE,
  /** The image's path cannot be read. */
  IMAGE_UNREADABLE,
  /** The bytes are not a complete image in a supported format. */
  IMAGE_UNDECODABLE,
  /** A tower returned a vector without a direction. */
  MODEL_FAILED,
  /** The text names no person. */
  NO_PERSON,
  /** The names of persons make up too much of the text to be masked. */
  PERSON_TOO_LONG,
  /** No name lies in the part of the text that the masked language model reads. */
  TEXT_TOO_LONG,
  /** No text that was tried is less similar to the image than the original. */
  NOT_LESS_SIMILAR;

  /** Returns whether the row could not be processed, so that it counts as rejected. */
  public boolean isRejected() {
    return switch (this) {
      case OK, NO_PERSON, PERSON_TOO_LONG, TEXT_TOO_LONG, NOT_LESS_SIMILAR -> false;
      case TEXT_MISSING,
          IMAGE_MISSING,
          IMAGE_TOO_LARGE,
          IMAGE_UNREADABLE,
          IMAGE_UNDECODABLE,
          MODEL_FAILED ->
          true;
    };
  }

  /** Returns the names of the statuses of rows that were processed. */
  public static List<String> processed() {
    return Arrays.stream(values())
        .filter(status -> !status.isRejected())
        .map(RowStatus::name)
        .toList();
  }
}
