package org.thumbscore.lake.plan;

/** The action that a run takes on a slice. */
public enum SliceAction {
  /** Passes all rows through the model. */
  SCORE("scored"),
  /** Passes the rows without a similarity through the model again. */
  RETRY("retried"),
  /** Recomputes labels from stored similarities. */
  RELABEL("relabelled"),
  /** Keeps the slice, because the output holds it as this run would write it. */
  KEEP("kept");

  private final String done;

  SliceAction(String done) {
    this.done = done;
  }

  /** Returns the past participle of the action, for instance {@code scored}. */
  public String done() {
    return done;
  }
}
