package org.thumbscore.run;

import java.nio.file.Path;
import java.util.List;
import org.thumbscore.common.StorageUri;
import org.thumbscore.config.ScoreConfig;
import org.thumbscore.lake.plan.SlicePlan;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.OutputLocation;

/**
 * What one run of scoring is asked to do. {@link #builder()} makes one:
 *
 * <pre>{@code
 * ScoreRequest request =
 *     ScoreRequest.builder()
 *         .input("s3a://lake/articles")
 *         .output("s3a://lake/scores")
 *         .model("s3a://models/clip")
 *         .preset("bbc")
 *         .build();
 * }</pre>
 *
 * @param model a local path or Hadoop URI of a model bundle
 * @param reuse what becomes of slices that the output holds already
 * @param arguments the command line without credentials, for the run's record; may be empty
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

  /** Starts a request; input, output and model must be given. */
  public static ScoreRequestBuilder builder() {
    return new ScoreRequestBuilder();
  }

  /** Whether embeddings are written, and the digests by which they are found again. */
  public enum Embeddings {
    WRITTEN,
    DROPPED
  }

  /** Tells whether stored embeddings may stand for computed ones. */
  boolean reusesEmbeddings() {
    return embeddings == Embeddings.WRITTEN
        && config.reuse().wanted()
        && reuse != SlicePlan.Reuse.NOTHING;
  }

  /** Returns the model's place as every executor may take it: a local path is made absolute. */
  String modelLocation() {
    String location = StorageUri.canonical(model);
    return location.matches("\\w[\\w+.-]+:.*")
        ? location
        : Path.of(location).toAbsolutePath().toString();
  }
}
