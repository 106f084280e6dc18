package org.thumbscore.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thumbscore.lake.source.ScoreTable;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.PathCheck;
import org.thumbscore.quality.Calibration;
import org.thumbscore.quality.CalibrationFile;
import org.thumbscore.quality.Calibrator;
import org.thumbscore.quality.Policy;
import org.thumbscore.quality.ProbabilityFit;
import org.thumbscore.run.SparkRuntime;
import org.thumbscore.run.ToolVersion;
import org.thumbscore.score.ScoreColumns;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code calibrate} command, which chooses a decision threshold from validation scores. */
@Command(
    name = "calibrate",
    description = {
      "Chooses the threshold above which an image represents its article, from validation scores.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionOption.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  thumbscore calibrate --input validation-scores --output calibration.json",
      "  thumbscore calibrate --input validation-scores --output c.json --policy precision=0.9 \\",
      "    --label-column input_label --probability isotonic",
      "  thumbscore score --calibration calibration.json ..."
    })
final class CalibrateCommand implements Callable<Integer> {
  @Option(
      names = "--input",
      required = true,
      paramLabel = "SCORES",
      description = "Scores of the validation articles, written by 'score'.")
  private String input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "Calibration file to write, in JSON.")
  private Path output;

  @Option(
      names = "--policy",
      paramLabel = "P",
      defaultValue = "median",
      description =
          "How to choose the threshold: median (of the scaled scores (cosine + 1) / 2, as in the paper), max-f1, precision=P (the lowest threshold that reaches precision P), recall=R (the highest that reaches recall R), or fixed=X (a scaled score). Default: ${DEFAULT-VALUE}.")
  private String policy;

  @Mixin private LabelOption labels;

  @Option(
      names = "--probability",
      paramLabel = "FIT",
      description = "Also fit a probability by isotonic or logistic regression. Requires labels.")
  private ProbabilityFit probability;

  @Mixin private RepeatedOptions repeated;

  @Mixin private BootstrapOptions bootstrap;

  @Option(
      names = "--model-sha256",
      paramLabel = "DIGEST",
      description = "SHA-256 of the model that made the scores, if the scores do not contain it.")
  private String model;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Policy chosen = Policy.parse(policy);
    repeated.check();
    InputLocation scores = new InputLocation(input, Optional.empty());
    PathCheck.requireExists(scores, SparkRuntime.hadoopSettings());
    try (SparkRuntime spark =
        SparkRuntime.start("thumbscore calibrate", SparkRuntime.TASK_PROGRESS)) {
      ScoreTable all = ScoreTable.open(spark.session(), scores);
      ScoreTable table = repeated.apply(all);
      Optional<String> label =
          chosen.needsLabels() || probability != null
              ? Optional.of(labels.of(table))
              : Optional.empty();
      Calibration calibration =
          new Calibrator(
                  chosen,
                  label,
                  Optional.ofNullable(probability),
                  bootstrap.resamples(),
                  bootstrap.seed())
              .calibrate(table, modelOf(table), ToolVersion.current());
      CalibrationFile.write(calibration, output);
      tell(calibration, repeated.note(all));
    }
    return ExitCode.DONE.code();
  }

  private String modelOf(ScoreTable table) {
    if (model != null) {
      return model;
    }
    List<String> models = table.distinct(ScoreColumns.MODEL_SHA256);
    if (models.size() != 1) {
      throw new InputException(
          "Cannot calibrate on %s: found %s in column model_sha256, expected one model. Give scores of one model, or --model-sha256"
              .formatted(input, models.isEmpty() ? "none" : models));
    }
    return models.get(0);
  }

  private void tell(Calibration calibration, String note) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "threshold  %.6f on the cosine, %.6f on (cosine + 1) / 2%n",
            calibration.threshold().cosine(),
            calibration.threshold().scaled()));
    if (calibration.interval() != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "           95%% interval of the cosine %.6f to %.6f%n",
              calibration.interval().low(),
              calibration.interval().high()));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "policy     %s (%s) on %,d rows%nmodel      %.12s%ncalibration %s%n",
            calibration.policy(),
            calibration.method(),
            calibration.rows(),
            calibration.modelSha256(),
            output));
    spec.commandLine().getOut().print(text.append(note));
    spec.commandLine().getOut().flush();
  }
}
