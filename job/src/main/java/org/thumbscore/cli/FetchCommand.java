package org.thumbscore.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thumbscore.fetch.FetchSettings;
import org.thumbscore.fetch.ImageTable;
import org.thumbscore.lake.commit.ExistingOutput;
import org.thumbscore.run.FetchJob;
import org.thumbscore.run.FetchRequest;
import org.thumbscore.run.FetchSummary;
import org.thumbscore.run.RunId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The {@code fetch} command, which downloads the images of articles that only have an image URL.
 */
@Command(
    name = "fetch",
    description = {
      "Downloads the image of each article from its URL, for 'score' to read.",
      "Writes one row for every row read. A run that was interrupted, or that finds new articles, downloads only what is missing.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionOption.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  thumbscore fetch --input bbc.parquet --output images --id-column link \\",
      "    --user-agent 'thumbscore (+mailto:you@example.org)'",
      "  thumbscore fetch --input bbc.parquet --output images --retry-failed --rate 1",
      "  thumbscore score --input images --output scores --model models/clip --preset bbc"
    })
final class FetchCommand implements Callable<Integer> {
  @Mixin private ArticlesInput input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "P",
      description =
          "Directory to write the articles and their images to, in parquet. An interrupted run is continued.")
  private String output;

  @Option(
      names = "--url-column",
      paramLabel = "C",
      defaultValue = "top_image",
      description = "Column with the image URL. Default: ${DEFAULT-VALUE}.")
  private String url;

  @Option(names = "--id-column", paramLabel = "C", description = "Column to write first.")
  private String id;

  @Option(
      names = "--keep",
      split = ",",
      paramLabel = "C",
      description = "Columns to copy to the output. Default: all columns.")
  private List<String> keep = List.of();

  @Mixin private FetchOptions options;

  @Option(
      names = "--retry-failed",
      description = "Also download again the images whose earlier failure may have been transient.")
  private boolean retryFailed;

  @Option(
      names = "--overwrite",
      description = "Replace the output, even if 'fetch' did not write it.")
  private boolean overwrite;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = "Name of this run's summary. Default: generated from the time.")
  private String runId;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    FetchSettings settings = options.read();
    FetchRequest request =
        new FetchRequest(
            input.location(),
            output,
            new FetchRequest.Columns(url, Optional.ofNullable(id), keep),
            settings,
            retryFailed ? ImageTable.Again.TEMPORARY_FAILURES : ImageTable.Again.NONE,
            overwrite ? ExistingOutput.REPLACE : ExistingOutput.REFUSE,
            RunId.orNew(Optional.ofNullable(runId)),
            spec.commandLine().getParseResult().originalArgs());
    FetchSummary summary = new FetchJob(request).run();
    spec.commandLine().getOut().print(FetchText.of(summary));
    spec.commandLine().getOut().flush();
    return ExitCode.DONE.code();
  }
}
