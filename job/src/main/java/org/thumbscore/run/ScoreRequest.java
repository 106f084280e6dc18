package org.thumbscore.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.thumbscore.common.Redaction;
import org.thumbscore.common.StorageUri;
import org.thumbscore.config.ScoreConfig;
import org.thumbscore.lake.plan.SlicePlan;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.OutputLocation;

/**
 * A request for one run of {@code score}. Requests are created with {@link #builder()}:
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
 * @param model the local path or Hadoop URI of a model bundle
 * @param reuse how to treat slices that the output already holds
 * @param patience how long to wait for a run that writes to the same part of the output
 * @param arguments the command line for the run summary; credentials in it are redacted; may be
 *     empty
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
    Duration patience,
    List<String> arguments) {
  public ScoreRequest {
    arguments = Redaction.redactAll(arguments);
  }

  /** Returns a builder. Input, output and model must be set. */
  public static ScoreRequestBuilder builder() {
    return new ScoreRequestBuilder();
  }

  /** Controls whether embeddings, and the digests by which they are looked up, are written. */
  public enum Embeddings {
    WRITTEN,
    DROPPED
  }

  /** Returns whether stored embeddings may be reused. */
  boolean reusesEmbeddings() {
    return embeddings == Embeddings.WRITTEN
        && config.reuse().wanted()
        && reuse != SlicePlan.Reuse.NOTHING;
  }

  /**
   * Returns the location of the model in a form valid on every executor, with a local path made
   * absolute.
   */
  String modelLocation() {
    return onExecutors(model);
  }

  /** Returns the location of a bundle in a form valid on every executor. */
  static String onExecutors(String bundle) {
    String location = StorageUri.canonical(bundle);
    return location.matches("\\w[\\w+.-]+:.*")
        ? location
        : Path.of(location).toAbsolutePath().toString();
  }
}
