package org.thumbscore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.common.Messages;
import org.thumbscore.encoder.UnitVectors;
import org.thumbscore.lake.source.ScoreTable;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.report.Gallery;
import org.thumbscore.report.Headline;
import org.thumbscore.run.SparkRuntime;
import org.thumbscore.runtime.DeviceSettings;
import org.thumbscore.search.EmbeddedImages;
import org.thumbscore.search.ImageSearch;
import org.thumbscore.search.Match;
import org.thumbscore.spark.ScorerModel;
import org.thumbscore.spark.SingleEncoder;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code search} command, which finds stored images by a text or an image. */
@Command(
    name = "search",
    description = {
      "Finds the images that are nearest to a text or an image, by the stored embeddings.",
      "The search compares every image and is exact.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionOption.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  thumbscore search --input scores --model clip --text 'flooded street'",
      "  thumbscore search --input scores --model clip --image storm.jpg --top 50 \\",
      "    --report found.html --articles articles.parquet"
    })
final class SearchCommand implements Callable<Integer> {
  private static final int MOST = 10_000;
  private static final int SHOWN = 60;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "SCORES",
      description = "Scores written by 'score --embeddings'.")
  private String input;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "Model bundle that the scores were made with.")
  private String model;

  @ArgGroup(multiplicity = "1")
  private Query query;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      description = "Number of images to find. Default: ${DEFAULT-VALUE}.")
  private int top;

  @Option(
      names = "--every-article",
      description =
          "List every article of an image that several articles have. Default: list each image once.")
  private boolean everyArticle;

  @Mixin private GalleryOptions page;

  @Spec private CommandSpec spec;

  /** What is searched for. */
  private static final class Query {
    @Option(names = "--text", paramLabel = "TEXT", description = "Text to search for.")
    private String text;

    @Option(
        names = "--image",
        paramLabel = "FILE",
        description = "Image to search for, on the local disk.")
    private Path image;

    String shown() {
      return text != null ? text : String.valueOf(image.getFileName());
    }

    UnitVectors embed(SingleEncoder encoder) {
      return text != null
          ? encoder
              .text(text)
              .orElseThrow(
                  () -> new InputException("Cannot search for --text: there is no word in it"))
          : encoder
              .image(bytes())
              .orElseThrow(
                  () ->
                      new InputException(
                          "Cannot search for --image %s: it cannot be decoded".formatted(image)));
    }

    private byte[] bytes() {
      try {
        return Files.readAllBytes(image);
      } catch (NoSuchFileException e) {
        throw new InputException(
            "Cannot search for --image %s: nothing is there".formatted(image), e);
      } catch (IOException e) {
        throw new InputException(
            "Cannot search for --image %s: %s".formatted(image, Messages.firstLine(e)), e);
      }
    }
  }

  @Override
  public Integer call() {
    if (top < 1 || top > MOST) {
      throw new ParameterException(
          spec.commandLine(), "Invalid --top: " + top + " (must be 1 to 10000)");
    }
    InputLocation scores = new InputLocation(input, Optional.empty());
    page.check(scores);
    Configuration hadoop = SparkRuntime.hadoopSettings();
    try (SparkRuntime spark = SparkRuntime.start("thumbscore search", SparkRuntime.TASK_PROGRESS)) {
      ScorerModel opened = ScorerModel.open(model, hadoop);
      EmbeddedImages images =
          EmbeddedImages.of(ScoreTable.open(spark.session(), scores), page.id(), page.source());
      images.requireModel(opened.bundle().bundle().sha256(), model);
      List<Match> matches =
          new ImageSearch(
                  images, top, everyArticle ? ImageSearch.Repeats.EACH : ImageSearch.Repeats.ONCE)
              .find(query.embed(encoder(spark.session(), opened)));
      spec.commandLine().getOut().print(table(matches, images.source()));
      spec.commandLine().getOut().print(page.write(spark.session(), images, gallery(matches)));
      spec.commandLine().getOut().flush();
    }
    return ExitCode.DONE.code();
  }

  private static SingleEncoder encoder(SparkSession spark, ScorerModel model) {
    return SingleEncoder.of(
        spark,
        model.source(ScorerModel.encoder(DeviceSettings.AUTO, ScorerModel.AUTO, "pillow", 1), ""));
  }

  private static String table(List<Match> matches, Optional<String> source) {
    StringBuilder text = new StringBuilder(" rank  cosine  similarity  id");
    source.ifPresent(name -> text.append(" (").append(name).append(')'));
    text.append('\n');
    int rank = 0;
    for (Match match : matches) {
      text.append(
          String.format(
              Locale.ROOT,
              "%5d  %6.3f  %10s  %s%s%n",
              ++rank,
              match.cosine(),
              match.similarity() == null
                  ? ""
                  : String.format(Locale.ROOT, "%.3f", match.similarity()),
              Headline.of(match.id()),
              source.isPresent() ? " (" + Headline.of(match.source()) + ")" : ""));
    }
    return text.toString();
  }

  private Gallery gallery(List<Match> matches) {
    List<Gallery.Item> items = new ArrayList<>();
    for (Match match : matches.subList(0, Math.min(SHOWN, matches.size()))) {
      items.add(
          new Gallery.Item(
              match.id(),
              String.format(Locale.ROOT, "%.3f", match.cosine()),
              match.similarity() == null
                  ? ""
                  : String.format(Locale.ROOT, "similarity %.3f", match.similarity()),
              match.source()));
    }
    return new Gallery(
        "Images nearest to: " + query.shown(),
        "Numbers in bold are cosines with the query; the similarity is that of the article's own text.",
        items.isEmpty()
            ? List.of()
            : List.of(
                new Gallery.Group(
                    items.size() == 1 ? "1 image" : items.size() + " images",
                    matches.size() > SHOWN
                        ? "The first %d of %,d found.".formatted(SHOWN, matches.size())
                        : "Nearest first.",
                    items)));
  }
}
