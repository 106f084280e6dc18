package org.thumbscore.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thumbscore.common.Redaction;
import org.thumbscore.lake.source.ScoreTable;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.PathCheck;
import org.thumbscore.report.Gallery;
import org.thumbscore.report.Headline;
import org.thumbscore.run.SparkRuntime;
import org.thumbscore.search.DuplicateImages;
import org.thumbscore.search.EmbeddedImages;
import org.thumbscore.search.ImageUse;
import org.thumbscore.search.RepeatedImages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code duplicates} command, which finds images that are on several articles. */
@Command(
    name = "duplicates",
    description = {
      "Finds images that are on several articles, also where the files differ a little.",
      "Writes the scores without embeddings and with the cluster of each row's image, how many articles and sources have it, and how it is used: single, repeated, shared (by several sources) or default (on many articles of one source, as logos are).",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionOption.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  thumbscore duplicates --input scores --output clusters",
      "  thumbscore duplicates --input scores --output clusters --min-cosine 0.99 \\",
      "    --report repeated.html --articles articles.parquet",
      "  thumbscore evaluate --input clusters --exclude-repeated 10 --output evaluation"
    })
final class DuplicatesCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "SCORES",
      description = "Scores written by 'score --embeddings'.")
  private String input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "New directory to write parquet to.")
  private String output;

  @Option(
      names = "--min-cosine",
      paramLabel = "X",
      defaultValue = "0.97",
      description =
          "Least cosine of two images of a cluster that are connected, above 0 and at most 1. Default: ${DEFAULT-VALUE}.")
  private double minCosine;

  @Option(
      names = "--default-articles",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Number of articles of one source from which an image is a default image. Default: ${DEFAULT-VALUE}.")
  private int defaultArticles;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Random seed of the hashes. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private GalleryOptions page;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (!(minCosine > 0 && minCosine <= 1)) {
      throw invalid("--min-cosine: " + minCosine + " (must be above 0 and at most 1)");
    }
    if (defaultArticles < 2) {
      throw invalid("--default-articles: " + defaultArticles + " (must be at least 2)");
    }
    InputLocation scores = new InputLocation(input, Optional.empty());
    page.check(scores);
    PathCheck.requireApart(scores, output, SparkRuntime.hadoopSettings());
    PathCheck.requireOutside(scores, output, SparkRuntime.hadoopSettings());
    PathCheck.requireAbsent(output, "--output", SparkRuntime.hadoopSettings());
    try (SparkRuntime spark =
        SparkRuntime.start("thumbscore duplicates", SparkRuntime.TASK_PROGRESS)) {
      EmbeddedImages images =
          EmbeddedImages.of(ScoreTable.open(spark.session(), scores), page.id(), page.source());
      RepeatedImages found =
          new DuplicateImages(images, minCosine, defaultArticles, seed).write(output);
      spec.commandLine().getOut().print(text(found));
      spec.commandLine().getOut().print(page.write(spark.session(), images, gallery(found)));
      spec.commandLine().getOut().flush();
    }
    return ExitCode.DONE.code();
  }

  private ParameterException invalid(String why) {
    return new ParameterException(spec.commandLine(), "Invalid " + why);
  }

  private String text(RepeatedImages found) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT, "%-10s %12s %12s %8s%n", "use", "clusters", "articles", "share"));
    for (RepeatedImages.UseCount use : found.uses()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-10s %,12d %,12d %7.1f%%%n",
              use.use().word(),
              use.clusters(),
              use.articles(),
              100.0 * use.articles() / Math.max(1, found.articles())));
    }
    List<RepeatedImages.Cluster> largest =
        found.largest().subList(0, Math.min(SHOWN, found.largest().size()));
    if (!largest.isEmpty()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n%-10s %12s %12s %8s  an article%n",
              "largest",
              "articles",
              "images",
              "sources"));
    }
    for (RepeatedImages.Cluster cluster : largest) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-10s %,12d %,12d %,8d  %s%n",
              cluster.use().word(),
              cluster.articles(),
              cluster.images(),
              cluster.sources(),
              Headline.of(cluster.example())));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%nimages     %,d different, in %,d clusters at a cosine of %s%n",
            found.images(),
            found.clusters(),
            minCosine));
    if (found.recall() < 1) {
      text.append(
          String.format(
              Locale.ROOT,
              "compared   by hashes, which miss about %.1f%% of the pairs at that cosine and fewer above it%n",
              100 * (1 - found.recall())));
    }
    if (found.crowded() > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "warning    %,d times an image was not compared with all that it could resemble: the images are too much alike for --min-cosine %s%n",
              found.crowded(),
              minCosine));
    }
    return text.append("output     ").append(Redaction.redact(output)).append('\n').toString();
  }

  private static Gallery gallery(RepeatedImages found) {
    return new Gallery(
        "Images on several articles",
        "The clusters with the most articles.",
        List.of(
                group(found, ImageUse.DEFAULT, "Default images", "On many articles of one source."),
                group(found, ImageUse.SHARED, "Shared images", "On articles of several sources."),
                group(
                    found,
                    ImageUse.REPEATED,
                    "Repeated images",
                    "On several articles of one source."))
            .stream()
            .filter(group -> !group.items().isEmpty())
            .toList());
  }

  private static Gallery.Group group(
      RepeatedImages found, ImageUse use, String heading, String note) {
    List<Gallery.Item> items =
        found.largest().stream()
            .filter(cluster -> cluster.use() == use)
            .map(
                cluster ->
                    new Gallery.Item(
                        cluster.example(),
                        String.format(Locale.ROOT, "%,d articles", cluster.articles()),
                        numbers(cluster),
                        ""))
            .toList();
    return new Gallery.Group(heading, note, items);
  }

  private static String numbers(RepeatedImages.Cluster cluster) {
    List<String> numbers = new ArrayList<>();
    if (cluster.images() > 1) {
      numbers.add(String.format(Locale.ROOT, "%,d images", cluster.images()));
    }
    if (cluster.sources() > 1) {
      numbers.add(String.format(Locale.ROOT, "%,d sources", cluster.sources()));
    }
    return String.join(", ", numbers);
  }
}
