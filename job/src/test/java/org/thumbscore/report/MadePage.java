package org.thumbscore.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.testing.SharedSpark;

/** A page that a run has written, taken apart. */
record MadePage(String html) {
  private static final Pattern DATA =
      Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>");

  static MadePage of(Path folder, Dataset<Row> scores) throws IOException {
    return of(folder, scores, null, ReportRequest.Columns.USUAL);
  }

  /**
   * Stores the tables as parquet and makes their page.
   *
   * @param articles may be null
   */
  static MadePage of(
      Path folder, Dataset<Row> scores, Dataset<Row> articles, ReportRequest.Columns columns)
      throws IOException {
    Path file = folder.resolve("report.html");
    ReportRequest request =
        new ReportRequest(
            stored(folder.resolve("scores"), scores),
            Optional.ofNullable(articles).map(table -> stored(folder.resolve("articles"), table)),
            columns,
            Optional.empty(),
            "A title",
            12);
    long bytes = new ReportRun(SharedSpark.session(), request).write(file.toString());
    assertTrue(bytes == Files.size(file), "tells its length");
    return new MadePage(Files.readString(file));
  }

  static InputLocation stored(Path path, Dataset<Row> table) {
    table.write().mode("overwrite").parquet(path.toString());
    return new InputLocation(path.toString(), Optional.empty());
  }

  /** What the plots are drawn of. */
  JsonNode data() throws IOException {
    Matcher found = DATA.matcher(html);
    assertTrue(found.find(), "has data");
    return new ObjectMapper().readTree(found.group(1));
  }

  /** All but the scripts and the style. */
  String body() {
    return html.substring(html.indexOf("<body>"), html.indexOf("<script type="));
  }

  /** The text between two strings. */
  String between(String from, String to) {
    int start = html.indexOf(from);
    assertTrue(start >= 0, from);
    return html.substring(start, html.indexOf(to, start));
  }

  int count(String text) {
    return html.split(Pattern.quote(text), -1).length - 1;
  }
}
