package org.thumbscore.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.thumbscore.config.ConfigException;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.PathCheck;
import org.thumbscore.report.ReportRequest;
import org.thumbscore.report.ReportRun;
import org.thumbscore.run.SparkRuntime;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code report} command, which writes an HTML report of scores. */
@Command(
    name = "report",
    description = {
      "Writes one HTML page that shows scores by status, source and date, with the best and worst images.",
      "The page opens from disk and needs no network.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionOption.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  thumbscore report --input scores --output report.html",
      "  thumbscore report --input scores --output report.html --articles articles.parquet",
      "  thumbscore report --input scores --output report.html --articles articles.parquet \\",
      "    --evaluation evaluation --source-column publisher --date-column published"
    })
final class ReportCommand implements Callable<Integer> {
  @Option(
      names = "--input",
      required = true,
      paramLabel = "SCORES",
      description = "Scores written by 'score'.")
  private String input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "HTML file to write.")
  private String output;

  @Option(
      names = "--articles",
      paramLabel = "P",
      description =
          "Articles that were scored, to show their images and headlines. Default: show none.")
  private String articles;

  @Option(
      names = "--evaluation",
      paramLabel = "DIR",
      description = "Output of 'evaluate', to show its table.")
  private String evaluation;

  @Option(
      names = "--title",
      paramLabel = "TEXT",
      defaultValue = "Thumbnails and their articles",
      description = "Title of the page. Default: ${DEFAULT-VALUE}.")
  private String title;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "12",
      description = "Number of images to show in each gallery, 1 to 60. Default: ${DEFAULT-VALUE}.")
  private int images;

  @Option(
      names = "--id-column",
      paramLabel = "C",
      description =
          "Column with the article's id, in scores and articles. Default: the first column of the scores.")
  private String id;

  @Option(
      names = "--title-column",
      paramLabel = "C",
      description = "Column with the headline. Default: title, headline, summary or description.")
  private String headline;

  @Option(
      names = "--image-column",
      paramLabel = "C",
      description = "Column with the encoded image (binary). Default: thumbnail or image.")
  private String image;

  @Option(
      names = "--source-column",
      paramLabel = "C",
      description = "Column to compare scores by. Default: source, section or publisher.")
  private String source;

  @Option(
      names = "--date-column",
      paramLabel = "C",
      description =
          "Column with the date of publication. Default: date, published_date or a similar name.")
  private String date;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ReportRequest request = request();
    check(request.scores(), "--input");
    request.articles().ifPresent(where -> check(where, "--articles"));
    try (SparkRuntime spark = SparkRuntime.start("thumbscore report", SparkRuntime.TASK_PROGRESS)) {
      long bytes = new ReportRun(spark.session(), request).write(output);
      spec.commandLine().getOut().print(line(output, bytes));
      spec.commandLine().getOut().flush();
    }
    return ExitCode.DONE.code();
  }

  private void check(InputLocation table, String option) {
    PathCheck.requireExists(table, option, SparkRuntime.hadoopSettings());
    PathCheck.requireApart(table, output, SparkRuntime.hadoopSettings());
    PathCheck.requireOutside(table, output, SparkRuntime.hadoopSettings());
  }

  /** Returns a line with a link to the page and its size. */
  static String line(String output, long bytes) {
    Path path = new Path(output);
    String link =
        path.toUri().getScheme() == null || "file".equals(path.toUri().getScheme())
            ? java.nio.file.Path.of(path.toUri().getPath())
                .toAbsolutePath()
                .normalize()
                .toUri()
                .toString()
            : path.toString();
    return String.format(Locale.ROOT, "report     %s (%,d kB)%n", link, (bytes + 999) / 1_000);
  }

  private ReportRequest request() {
    try {
      return new ReportRequest(
          new InputLocation(input, Optional.empty()),
          Optional.ofNullable(articles).map(path -> new InputLocation(path, Optional.empty())),
          new ReportRequest.Columns(
              Optional.ofNullable(id),
              Optional.ofNullable(headline),
              Optional.ofNullable(image),
              Optional.ofNullable(source),
              Optional.ofNullable(date)),
          Optional.ofNullable(evaluation),
          title,
          images);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("Invalid --images: " + images + " (must be 1 to 60)", e);
    }
  }
}
