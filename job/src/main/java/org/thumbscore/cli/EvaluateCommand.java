package org.thumbscore.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.thumbscore.common.Redaction;
import org.thumbscore.lake.source.ScoreTable;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.PathCheck;
import org.thumbscore.quality.Calibration;
import org.thumbscore.quality.CalibrationFile;
import org.thumbscore.quality.Evaluation;
import org.thumbscore.quality.EvaluationFiles;
import org.thumbscore.quality.EvaluationRun;
import org.thumbscore.quality.EvaluationTable;
import org.thumbscore.quality.Mismatched;
import org.thumbscore.quality.MismatchedRun;
import org.thumbscore.run.SparkRuntime;
import org.thumbscore.score.ScoreColumns;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code evaluate} command, which measures how well scores agree with true labels. */
@Command(
    name = "evaluate",
    description = {
      "Compares scores with true labels and writes metrics with 95%% bootstrap intervals.",
      "The metrics are F1, precision, recall, accuracy, ROC AUC, average precision and Spearman's correlation.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionOption.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  thumbscore evaluate --input scores --calibration calibration.json --output evaluation",
      "  thumbscore evaluate --input scores --output evaluation --by source --cluster image_sha256",
      "  thumbscore evaluate --input scores --output evaluation --mismatched --percentiles ranked",
      "  thumbscore evaluate --input CFT-CLIP=seed1 --input CFT-CLIP=seed2 --input CLIP=clip \\",
      "    --output evaluation"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Option(
      names = "--input",
      required = true,
      paramLabel = "[NAME=]SCORES",
      description =
          "Scores with true labels. May be repeated to compare models; inputs with the same name are runs of one model with different seeds, shown as mean ± standard deviation.")
  private List<String> inputs;

  @Option(
      names = "--calibration",
      paramLabel = "FILE",
      description = "Calibration whose threshold to use. Default: the threshold in the scores.")
  private Path calibration;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Directory to write evaluation.json, evaluation.csv and evaluation.txt to.")
  private String output;

  @Mixin private LabelOption labels;

  @Option(
      names = "--by",
      paramLabel = "C",
      description = "Also evaluate each group of rows with the same value of this column.")
  private String by;

  @Option(
      names = "--cluster",
      paramLabel = "C",
      description =
          "Resample the values of this column instead of rows, because rows that share an image, an event or a source are not independent. A row without a value counts as a cluster of its own.")
  private String cluster;

  @Option(
      names = "--mismatched",
      description =
          "Compare each text with images of other articles, which needs no labels but scores with --embeddings. Labels are evaluated too where --label-column or a column input_label says where they are.")
  private boolean mismatched;

  @Option(
      names = "--mismatched-images",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "Number of images of other articles that each text is compared with, drawn for each text. Default: ${DEFAULT-VALUE}.")
  private int mismatchedImages;

  @Option(
      names = "--percentiles",
      paramLabel = "DIR",
      description =
          "With --mismatched and a single input: also write the scores with similarity_percentile, the share of images of other articles that are less similar, as parquet in a new directory.")
  private String percentiles;

  @Mixin private RepeatedOptions repeated;

  @Mixin private BootstrapOptions bootstrap;

  private static final int MOST_IMAGES = 10_000;

  @Spec private CommandSpec spec;

  private record Named(Optional<String> name, InputLocation location) {
    static Named of(String text) {
      int equals = text.indexOf('=');
      boolean named = equals > 0 && text.lastIndexOf('/', equals) < 0;
      String path = named ? text.substring(equals + 1) : text;
      return new Named(
          named ? Optional.of(text.substring(0, equals)) : Optional.empty(),
          new InputLocation(path, Optional.empty()));
    }
  }

  @Override
  public Integer call() {
    List<Named> named = inputs.stream().map(Named::of).toList();
    named.forEach(each -> PathCheck.requireExists(each.location(), SparkRuntime.hadoopSettings()));
    Optional<Calibration> threshold = Optional.ofNullable(calibration).map(CalibrationFile::read);
    checkMismatched(named);
    repeated.check();
    StringBuilder notes = new StringBuilder();
    List<Evaluation> evaluations = new ArrayList<>();
    List<Mismatched> compared = new ArrayList<>();
    try (SparkRuntime spark =
        SparkRuntime.start("thumbscore evaluate", SparkRuntime.TASK_PROGRESS)) {
      for (Named each : named) {
        ScoreTable all = ScoreTable.open(spark.session(), each.location());
        ScoreTable table = repeated.apply(all);
        notes.append(repeated.note(all));
        if (mismatched) {
          compared.add(compare(table, name(table, each)));
        }
        if (!mismatched || labels.isIn(table)) {
          evaluations.addAll(evaluate(table, name(table, each), threshold));
        }
      }
    }
    EvaluationTable table = EvaluationTable.of(evaluations);
    EvaluationFiles.write(output, evaluations, table, compared, SparkRuntime.hadoopSettings());
    tell(evaluations, table, compared, notes.toString());
    return ExitCode.DONE.code();
  }

  private void checkMismatched(List<Named> named) {
    if (mismatchedImages < 2 || mismatchedImages > MOST_IMAGES) {
      throw invalid("--mismatched-images: " + mismatchedImages + " (must be 2 to 10000)");
    }
    if (percentiles != null && (!mismatched || named.size() > 1)) {
      throw invalid("--percentiles: it needs --mismatched and a single --input");
    }
    if (mismatched && by != null) {
      throw invalid("--by: it does not apply to --mismatched; run evaluate once with each");
    }
    if (percentiles != null) {
      PathCheck.requireApart(named.get(0).location(), percentiles, SparkRuntime.hadoopSettings());
      PathCheck.requireOutside(named.get(0).location(), percentiles, SparkRuntime.hadoopSettings());
      PathCheck.requireAbsent(percentiles, "--percentiles", SparkRuntime.hadoopSettings());
    }
  }

  private ParameterException invalid(String why) {
    return new ParameterException(spec.commandLine(), "Invalid " + why);
  }

  private static String name(ScoreTable table, Named input) {
    List<String> models = table.distinct(ScoreColumns.MODEL);
    return input
        .name()
        .orElseGet(
            () ->
                models.size() == 1 ? models.get(0) : Redaction.redact(input.location().location()));
  }

  private Mismatched compare(ScoreTable table, String name) {
    MismatchedRun run =
        new MismatchedRun(
            name,
            mismatchedImages,
            Optional.ofNullable(cluster),
            bootstrap.resamples(),
            bootstrap.seed());
    try (MismatchedRun.Ranked ranked = run.percentiles(table)) {
      Mismatched compared = run.run(table, ranked);
      Optional.ofNullable(percentiles).ifPresent(ranked::write);
      return compared;
    }
  }

  private List<Evaluation> evaluate(
      ScoreTable table, String name, Optional<Calibration> calibrated) {
    return new EvaluationRun(
            name,
            labels.of(table),
            Optional.ofNullable(by),
            Optional.ofNullable(cluster),
            threshold(table, calibrated),
            bootstrap.resamples(),
            bootstrap.seed())
        .run(table);
  }

  static OptionalDouble threshold(ScoreTable table, Optional<Calibration> calibrated) {
    if (calibrated.isPresent()) {
      return OptionalDouble.of(calibrated.get().threshold().cosine());
    }
    List<String> thresholds = table.distinct(ScoreColumns.THRESHOLD);
    return thresholds.size() == 1
        ? OptionalDouble.of(Double.parseDouble(thresholds.get(0)))
        : OptionalDouble.empty();
  }

  private void tell(
      List<Evaluation> evaluations,
      EvaluationTable table,
      List<Mismatched> compared,
      String notes) {
    StringBuilder text = new StringBuilder();
    if (!evaluations.isEmpty()) {
      text.append(table.text()).append('\n');
    }
    compared.forEach(each -> text.append(EvaluationText.of(each)));
    for (Evaluation each : evaluations) {
      if (each.group() == null) {
        text.append(EvaluationText.of(each));
      }
    }
    text.append(notes);
    text.append("output     ").append(Redaction.redact(output)).append('\n');
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }
}
