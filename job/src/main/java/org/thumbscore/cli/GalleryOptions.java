package org.thumbscore.cli;

import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.lake.source.ColumnFinder;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.PathCheck;
import org.thumbscore.report.Gallery;
import org.thumbscore.report.ReportRequest;
import org.thumbscore.run.SparkRuntime;
import org.thumbscore.search.EmbeddedImages;
import picocli.CommandLine.Option;

/** The options of commands that show the images of scores on a page. */
final class GalleryOptions {
  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "HTML file to write, which shows the images. Default: none.")
  private String report;

  @Option(
      names = "--articles",
      paramLabel = "P",
      description =
          "Articles that were scored, to show their images and headlines on the page. Default: show none.")
  private String articles;

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
  private String title;

  @Option(
      names = "--image-column",
      paramLabel = "C",
      description = "Column with the encoded image (binary). Default: thumbnail or image.")
  private String image;

  @Option(
      names = "--source-column",
      paramLabel = "C",
      description = "Column with the article's source. Default: source, section or publisher.")
  private String source;

  Optional<String> id() {
    return Optional.ofNullable(id);
  }

  Optional<String> source() {
    return Optional.ofNullable(source);
  }

  Optional<String> report() {
    return Optional.ofNullable(report);
  }

  private Optional<InputLocation> articles() {
    return Optional.ofNullable(articles).map(path -> new InputLocation(path, Optional.empty()));
  }

  /** Checks the locations before anything is computed. */
  void check(InputLocation scores) {
    articles().ifPresent(at -> check(at, "--articles"));
    check(scores, "--input");
  }

  private void check(InputLocation table, String option) {
    PathCheck.requireExists(table, option, SparkRuntime.hadoopSettings());
    if (report != null) {
      PathCheck.requireApart(table, report, SparkRuntime.hadoopSettings());
      PathCheck.requireOutside(table, report, SparkRuntime.hadoopSettings());
    }
  }

  /** Writes the page, and returns a line with a link to it; empty if none is wanted. */
  String write(SparkSession spark, EmbeddedImages images, Gallery gallery) {
    if (report == null) {
      return "";
    }
    ReportRequest.Columns columns =
        new ReportRequest.Columns(
            id(),
            Optional.ofNullable(title),
            Optional.ofNullable(image),
            source(),
            Optional.empty());
    ColumnFinder scores = new ColumnFinder(images.table().location(), images.table().rows());
    long bytes =
        gallery.write(spark, new Gallery.Source(scores, images.id(), articles(), columns), report);
    return ReportCommand.line(report, bytes);
  }
}
