package org.thumbscore.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that control bootstrap resampling. */
final class BootstrapOptions {
  @Option(
      names = "--resamples",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Number of bootstrap resamples. Default: ${DEFAULT-VALUE}.")
  private int resamples;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Random seed of the bootstrap. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  int resamples() {
    if (resamples < 1 || resamples > 1_000_000) {
      throw new ParameterException(
          spec.commandLine(), "Invalid --resamples: " + resamples + " (must be 1 to 1000000)");
    }
    return resamples;
  }

  long seed() {
    return seed;
  }
}
