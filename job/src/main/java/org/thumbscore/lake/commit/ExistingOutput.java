package org.thumbscore.lake.commit;

/** Controls how to treat data that the output already holds. */
public enum ExistingOutput {
  /** Refuses to run. */
  REFUSE,
  /** Removes the data once the new data has passed its gates. */
  REPLACE
}
