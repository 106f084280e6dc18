package org.thumbscore.lake.plan;

/** What a run does with a slice. */
public enum SliceAction {
  /** All its rows go through the model. */
  SCORE("scored"),
  /** Rows without a similarity go through the model again. */
  RETRY("retried"),
  /** Its labels are computed anew from stored similarities. */
  RELABEL("relabelled"),
  /** The output holds it as this run would write it. */
  KEEP("kept");

  private final String done;

  SliceAction(String done) {
    this.done = done;
  }

  /** For instance {@code scored}. */
  public String done() {
    return done;
  }
}
