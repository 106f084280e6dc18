package org.thumbscore.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.thumbscore.config.ConfigException;
import org.thumbscore.counterfactual.CounterfactualSettings;
import org.thumbscore.run.CounterfactualJob;
import org.thumbscore.run.CounterfactualRequest;
import org.thumbscore.run.ScoreRequest;
import org.thumbscore.run.ScoreRequestBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs {@code thumbscore counterfactual}. */
@Command(
    name = "counterfactual",
    description = {
      "Writes counterfactual texts for training, in which the names of persons are replaced.",
      "Names found by a token classifier are masked and filled by a masked language model, until the text is less similar to the image. A further run processes only what is new or has changed, and continues an interrupted run.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionOption.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  thumbscore counterfactual --input articles.parquet --output pairs --model models/clip \\",
      "    --tagger models/bert-ner --masked-model models/roberta --preset nela-gt",
      "  thumbscore counterfactual --input bbc --output s3a://lake/pairs --model s3a://models/clip \\",
      "    --tagger s3a://models/bert-ner --masked-model s3a://models/roberta --preset bbc --seed 2"
    })
final class CounterfactualCommand implements Callable<Integer> {
  @Mixin private ArticlesInput input;
  @Mixin private RunOptions run;

  @Option(
      names = "--tagger",
      required = true,
      paramLabel = "DIR",
      description =
          "Bundle of a token classifier that finds persons (labels PER or PERSON), for instance BERT fine-tuned on CoNLL-2003.")
  private String tagger;

  @Option(
      names = "--masked-model",
      required = true,
      paramLabel = "DIR",
      description = "Bundle of a masked language model that fills in other names, such as RoBERTa.")
  private String maskedModel;

  @Mixin private ScoreOptions options;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Random seed. The same text is changed in the same way in every run with this seed. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "2.0",
      description = "Temperature of the masked language model. Default: ${DEFAULT-VALUE}.")
  private double temperature;

  @Option(
      names = "--tries",
      paramLabel = "N",
      defaultValue = "10",
      description = "Maximum number of texts to try for an article. Default: ${DEFAULT-VALUE}.")
  private int tries;

  @Option(
      names = "--max-masked-share",
      paramLabel = "X",
      defaultValue = "0.3",
      description =
          "Maximum share of a text's characters that may be masked, above 0 to 1. Default: ${DEFAULT-VALUE}.")
  private double maxMaskedShare;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CounterfactualRequest request =
        new CounterfactualRequest(articles(), tagger, maskedModel, settings());
    run.run(
        request.articles(),
        () -> CounterfactualJob.plan(request),
        () -> CounterfactualJob.run(request, Map.of()));
    return ExitCode.DONE.code();
  }

  private ScoreRequest articles() {
    ScoreRequestBuilder request =
        ScoreRequest.builder().arguments(spec.commandLine().getParseResult().originalArgs());
    input.apply(request);
    run.apply(request);
    options.apply(request);
    return request.build();
  }

  private CounterfactualSettings settings() {
    requireValid(
        temperature > 0 && temperature <= 1000, "--temperature", temperature, "above 0 to 1000");
    requireValid(tries >= 1 && tries <= 1000, "--tries", tries, "1 to 1000");
    requireValid(
        maxMaskedShare > 0 && maxMaskedShare <= 1,
        "--max-masked-share",
        maxMaskedShare,
        "above 0 to 1");
    return new CounterfactualSettings(seed, temperature, tries, maxMaskedShare);
  }

  private static void requireValid(boolean valid, String option, Number found, String expected) {
    if (!valid) {
      throw new ConfigException("Invalid %s: %s (must be %s)".formatted(option, found, expected));
    }
  }
}
