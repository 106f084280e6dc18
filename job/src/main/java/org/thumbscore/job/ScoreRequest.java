package org.thumbscore.job;

import java.nio.file.Path;
import java.util.List;
import org.thumbscore.lake.InputLocation;
import org.thumbscore.lake.OutputLocation;
import org.thumbscore.lake.SlicePlan;

/**
 * What one run is asked to do.
 *
 * @param model a local path or Hadoop URI
 * @param reuse what becomes of slices that the output holds already
 * @param arguments the command line without credentials, for the run's record
 */
record ScoreRequest(
    InputLocation input,
    OutputLocation output,
    String model,
    LabelRequest labels,
    Embeddings embeddings,
    SlicePlan.Reuse reuse,
    String runId,
    ScoreConfig config,
    List<String> arguments) {
  ScoreRequest {
    arguments = List.copyOf(arguments);
  }

  /** Whether embeddings are written, and the digests by which they are found again. */
  enum Embeddings {
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
