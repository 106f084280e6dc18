package org.thumbscore.run;

import java.nio.file.Path;
import java.time.Duration;
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
 * Builds a {@link ScoreRequest}. Unset values have the defaults of the {@code score} command. Not
 * thread-safe. A builder may be reused after {@link #build()}.
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
  private Duration patience = Duration.ZERO;
  private List<String> arguments = List.of();

  ScoreRequestBuilder() {}

  /**
   * Sets the location of the articles: a path or glob on any Hadoop file system, or the name of a
   * table.
   */
  public ScoreRequestBuilder input(String location) {
    input = location;
    return this;
  }

  /** Sets the format of the input, which is otherwise inferred from its path. */
  public ScoreRequestBuilder inputFormat(String format) {
    inputFormat = Optional.of(format);
    return this;
  }

  /**
   * Sets the location of the scores: a directory or, for a table format, also the name of a table.
   */
  public ScoreRequestBuilder output(String location) {
    output = location;
    return this;
  }

  /** Sets the format of the output: {@code parquet}, {@code iceberg} or {@code delta}. */
  public ScoreRequestBuilder outputFormat(String format) {
    outputFormat = format;
    return this;
  }

  /** Sets the model bundle: the local path or Hadoop URI of a directory. */
  public ScoreRequestBuilder model(String location) {
    model = location;
    return this;
  }

  /** Sets the calibration to label rows with, a file written by {@code calibrate}. */
  public ScoreRequestBuilder calibration(Path file) {
    calibration = Optional.of(file);
    return this;
  }

  /** Accepts a calibration of another model, given by its SHA-256 digest or a prefix of it. */
  public ScoreRequestBuilder acceptCalibrationOf(String digest) {
    acceptedModel = Optional.of(digest);
    return this;
  }

  /**
   * Writes the column {@code probability}, which requires a calibration with a fitted probability.
   */
  public ScoreRequestBuilder withProbability() {
    probability = LabelRequest.Probability.ADDED;
    return this;
  }

  /** Writes the embeddings of images and texts. */
  public ScoreRequestBuilder withEmbeddings() {
    embeddings = ScoreRequest.Embeddings.WRITTEN;
    return this;
  }

  /** Scores all rows again and replaces everything that the output holds. */
  public ScoreRequestBuilder overwrite() {
    return reuse(SlicePlan.Reuse.NOTHING);
  }

  /**
   * Scores the rows of the output again whose status is not {@code OK}, besides new and changed
   * rows.
   */
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

  /** Sets the id of the run, which is otherwise generated. */
  public ScoreRequestBuilder runId(String id) {
    runId = Optional.of(id);
    return this;
  }

  /** Sets the column names to those of a known data set, {@code bbc} or {@code nela-gt}. */
  public ScoreRequestBuilder preset(String name) {
    return option("score.preset", name);
  }

  /** Sets the column of the article's id. */
  public ScoreRequestBuilder idColumn(String name) {
    return option("score.columns.id", name);
  }

  /** Sets the column of the text. */
  public ScoreRequestBuilder textColumn(String name) {
    return option("score.columns.text", name);
  }

  /** Sets the column of the encoded image or of its path. */
  public ScoreRequestBuilder imageColumn(String name) {
    return option("score.columns.image", name);
  }

  /** Sets the columns to copy to the output. */
  public ScoreRequestBuilder keep(List<String> names) {
    return option("score.columns.keep", List.copyOf(names));
  }

  /** Sets the columns to partition the output by, outermost first. */
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

  /** Sets a HOCON file whose values override the defaults. */
  public ScoreRequestBuilder config(Path file) {
    config = Optional.of(file);
    return this;
  }

  /**
   * Sets one config key, such as {@code score.batch-size}, overriding the file of {@link #config}.
   */
  public ScoreRequestBuilder set(String key, Object value) {
    return set(key + "=" + value);
  }

  /** Sets one config key in the form {@code key=value}. */
  public ScoreRequestBuilder set(String setting) {
    settings.add(setting);
    return this;
  }

  /**
   * Sets how long to wait for a run that writes to the same part of the output. By default such a
   * run is an error at once.
   */
  public ScoreRequestBuilder waitFor(Duration most) {
    patience = most;
    return this;
  }

  /** Sets the command line for the run summary. Credentials in it are redacted. */
  public ScoreRequestBuilder arguments(List<String> commandLine) {
    arguments = List.copyOf(commandLine);
    return this;
  }

  /**
   * Validates the values and builds the request.
   *
   * @throws ConfigException if a value is missing, unknown or out of range
   * @throws org.thumbscore.lake.storage.InputException if the format of the output is unknown
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
        patience,
        arguments);
  }

  private static String required(String what, String value) {
    if (value == null || value.isBlank()) {
      throw new ConfigException("Cannot build a request to score: no %s is given".formatted(what));
    }
    return value;
  }
}
