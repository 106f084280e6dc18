package org.thumbscore.run;

import java.nio.file.Path;
import java.util.List;
import org.thumbscore.config.ScoreConfig;
import org.thumbscore.lake.plan.SlicePlan;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.OutputLocation;

/**
 * What one run is asked to do.
 *
 * @param model a local path or Hadoop URI
 * @param reuse what becomes of slices that the output holds already
 * @param arguments the command line without credentials, for the run's record
 */
public record ScoreRequest(
    InputLocation input,
    OutputLocation output,
    String model,
    LabelRequest labels,
    Embeddings embeddings,
    SlicePlan.Reuse reuse,
    String runId,
    ScoreConfig config,
    List<String> arguments) {
  public ScoreRequest {
    arguments = List.copyOf(arguments);
  }

  /** Whether embeddings are written, and the digests by which they are found again. */
  public enum Embeddings {
    WRITTEN,
    DROPPED
  }

  /** Whether stored embeddings may stand for computed ones. */
  boolean reusesEmbeddings() {
    return embeddings == Embeddings.WRITTEN
        && config.reuse().wanted()
        && reuse != SlicePlan.Reuse.NOTHING;
  }

  /** The model's place as every executor may take it: a local path is made absolute. */
  String modelLocation() {
    return model.matches("\\w[\\w+.-]+:.*") ? model : Path.of(model).toAbsolutePath().toString();
  }
}
