package org.thumbscore.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thumbscore.config.ConfigException;
import org.thumbscore.config.ScoreConfig;
import org.thumbscore.lake.plan.SlicePlan;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.OutputFormat;
import org.thumbscore.lake.storage.OutputLocation;

/**
 * Builds a {@link ScoreRequest}. What is not set has the default of the {@code score} command. Not
 * thread-safe; a builder may be used again after {@link #build()}.
 */
public final class ScoreRequestBuilder {
  private String input;
  private Optional<String> inputFormat = Optional.empty();
  private String output;
  private String outputFormat = "parquet";
  private String model;
  private Optional<Path> calibration = Optional.empty();
  private Optional<String> acceptedModel = Optional.empty();
  private LabelRequest.Probability probability = LabelRequest.Probability.LEFT_OUT;
  private ScoreRequest.Embeddings embeddings = ScoreRequest.Embeddings.DROPPED;
  private SlicePlan.Reuse reuse = SlicePlan.Reuse.KEEP;
  private Optional<String> runId = Optional.empty();
  private Optional<Path> config = Optional.empty();
  private final List<String> settings = new ArrayList<>();
  private final Map<String, Object> options = new LinkedHashMap<>();
  private List<String> arguments = List.of();

  ScoreRequestBuilder() {}

  /** Sets where the articles are: a path or glob of any Hadoop file system, or a table's name. */
  public ScoreRequestBuilder input(String location) {
    input = location;
    return this;
  }

  /** Sets the format of the input, which is otherwise guessed from its path. */
  public ScoreRequestBuilder inputFormat(String format) {
    inputFormat = Optional.of(format);
    return this;
  }

  /** Sets where the scores go: a directory, or for a table format also a table's name. */
  public ScoreRequestBuilder output(String location) {
    output = location;
    return this;
  }

  /** Sets the format of the output: {@code parquet}, {@code iceberg} or {@code delta}. */
  public ScoreRequestBuilder outputFormat(String format) {
    outputFormat = format;
    return this;
  }

  /** Sets the model bundle: a local path or a Hadoop URI of a directory. */
  public ScoreRequestBuilder model(String location) {
    model = location;
    return this;
  }

  /** Labels rows by a calibration, a file as {@code calibrate} writes it. */
  public ScoreRequestBuilder calibration(Path file) {
    calibration = Optional.of(file);
    return this;
  }

  /** Takes a calibration of another model, named by its SHA-256 or the start of it. */
  public ScoreRequestBuilder acceptCalibrationOf(String digest) {
    acceptedModel = Optional.of(digest);
    return this;
  }

  /** Writes the column {@code probability}, which needs a calibration that was fitted with it. */
  public ScoreRequestBuilder withProbability() {
    probability = LabelRequest.Probability.ADDED;
    return this;
  }

  /** Writes the embeddings of images and texts. */
  public ScoreRequestBuilder withEmbeddings() {
    embeddings = ScoreRequest.Embeddings.WRITTEN;
    return this;
  }

  /** Scores everything anew and replaces whatever the output holds. */
  public ScoreRequestBuilder overwrite() {
    return reuse(SlicePlan.Reuse.NOTHING);
  }

  /** Also scores again the rows of the output whose status is not {@code OK}. */
  public ScoreRequestBuilder retryFailed() {
    return reuse(SlicePlan.Reuse.RETRY_FAILED);
  }

  private ScoreRequestBuilder reuse(SlicePlan.Reuse wanted) {
    if (reuse != SlicePlan.Reuse.KEEP && reuse != wanted) {
      throw new ConfigException(
          "Cannot both --overwrite and --retry-failed: the first scores all rows anew. Give one of them");
    }
    reuse = wanted;
    return this;
  }

  /** Names the run; a name is made up otherwise. */
  public ScoreRequestBuilder runId(String id) {
    runId = Optional.of(id);
    return this;
  }

  /** Takes the column names of a known data set, {@code bbc} or {@code nela-gt}. */
  public ScoreRequestBuilder preset(String name) {
    return option("score.preset", name);
  }

  /** Sets the column of the article's identifier. */
  public ScoreRequestBuilder idColumn(String name) {
    return option("score.columns.id", name);
  }

  /** Sets the column of the text. */
  public ScoreRequestBuilder textColumn(String name) {
    return option("score.columns.text", name);
  }

  /** Sets the column of the encoded image, or of its path. */
  public ScoreRequestBuilder imageColumn(String name) {
    return option("score.columns.image", name);
  }

  /** Sets the columns that are copied to the output. */
  public ScoreRequestBuilder keep(List<String> names) {
    return option("score.columns.keep", List.copyOf(names));
  }

  /** Sets the columns that become directories of the output, outermost first. */
  public ScoreRequestBuilder partitionBy(List<String> names) {
    return option("score.columns.partition-by", List.copyOf(names));
  }

  /** Sets the device: {@code auto}, {@code cpu} or {@code cuda}. */
  public ScoreRequestBuilder device(String name) {
    return option("score.device", name);
  }

  private ScoreRequestBuilder option(String key, Object value) {
    options.put(key, value);
    return this;
  }

  /** Reads a HOCON file over the defaults. */
  public ScoreRequestBuilder config(Path file) {
    config = Optional.of(file);
    return this;
  }

  /** Sets one config key, such as {@code score.batch-size}, over the file of {@link #config}. */
  public ScoreRequestBuilder set(String key, Object value) {
    return set(key + "=" + value);
  }

  /** Sets one config key, written {@code key=value}. */
  public ScoreRequestBuilder set(String setting) {
    settings.add(setting);
    return this;
  }

  /** Sets the command line that the run's record keeps; credentials are removed before. */
  public ScoreRequestBuilder arguments(List<String> commandLine) {
    arguments = List.copyOf(commandLine);
    return this;
  }

  /**
   * Checks what was set and makes the request.
   *
   * @throws ConfigException if something is missing, unknown or out of range
   * @throws org.thumbscore.lake.storage.InputException if the output's format is unknown
   */
  public ScoreRequest build() {
    return new ScoreRequest(
        new InputLocation(required("input", input), inputFormat),
        new OutputLocation(required("output", output), OutputFormat.named(outputFormat)),
        required("model", model),
        new LabelRequest(calibration, acceptedModel, probability),
        embeddings,
        reuse,
        RunId.orNew(runId),
        ScoreConfig.load(config, settings, options),
        arguments);
  }

  private static String required(String what, String value) {
    if (value == null || value.isBlank()) {
      throw new ConfigException("Cannot build a request to score: no %s is given".formatted(what));
    }
    return value;
  }
}
