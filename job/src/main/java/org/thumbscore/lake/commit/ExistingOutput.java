package org.thumbscore.lake.commit;

/** What happens to data that the output directory already holds. */
public enum ExistingOutput {
  /** The run is refused. */
  REFUSE,
  /** It is removed, once the new data has passed its gates. */
  REPLACE
}
