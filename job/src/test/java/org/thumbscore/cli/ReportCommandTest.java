package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.testing.SharedSpark;

/** The page of a real run: scored, calibrated, labelled and evaluated. */
class ReportCommandTest {
  @TempDir static Path lake;
  @TempDir Path folder;

  @BeforeAll
  static void scoreTheSamples() {
    SharedSpark.session();
    succeed(
        "score",
        "--input=" + Lake.SAMPLES,
        "--output=" + lake.resolve("validation"),
        "--model=" + Lake.MODEL,
        "--id-column=id",
        "--text-column=summary",
        "--image-column=thumbnail",
        "--keep=source,date,label");
    succeed(
        "calibrate",
        "--input=" + lake.resolve("validation"),
        "--output=" + lake.resolve("calibration.json"));
    succeed(
        "label",
        "--input=" + lake.resolve("validation"),
        "--calibration=" + lake.resolve("calibration.json"),
        "--output=" + lake.resolve("scores"));
    succeed(
        "evaluate",
        "--input=" + lake.resolve("scores"),
        "--output=" + lake.resolve("evaluation"),
        "--resamples=20");
  }

  private static String succeed(String... arguments) {
    Call call = Call.of(arguments);
    assertEquals("", call.failure());
    return call.out();
  }

  @Test
  void pageTellsOfTheRunTheModelAndTheEvaluation() throws IOException {
    Path page = folder.resolve("deep/er/report.html");
    String out =
        succeed(
            "report",
            "--input=" + lake.resolve("scores"),
            "--output=" + page,
            "--articles=" + Lake.SAMPLES,
            "--evaluation=" + lake.resolve("evaluation"),
            "--title=Thumbnails & <articles>");
    assertTrue(out.matches("report     " + page.toUri() + " \\([\\d,]+ kB\\)\\R"), out);
    String html = Files.readString(page);
    assertTrue(html.contains("<title>Thumbnails &amp; &lt;articles&gt;</title>"));
    for (String expected :
        List.of(
            "<dd>96</dd>",
            "<dd>84.4%</dd>",
            "Share of label 1 by day",
            "Examples of IMAGE_UNDECODABLE",
            "Nearest the threshold",
            "<bdi>evening-ledger</bdi>",
            "Drought empties wells in the desert",
            "src=\"data:image/jpeg;base64,",
            "Avg. precision",
            "random-clip",
            ModelBundle.open(Lake.MODEL).sha256().substring(0, 12),
            "CC BY-NC 4.0",
            "Apache ECharts")) {
      assertTrue(html.contains(expected), expected);
    }
    assertTrue(html.contains("default-src &#39;none&#39;") || html.contains("default-src 'none'"));
    assertTrue(html.length() < 2_000_000, html.length() + " characters");
  }

  @Test
  void pageWithoutArticlesShowsNoImages() throws IOException {
    Path page = folder.resolve("report.html");
    succeed("report", "--input=" + lake.resolve("scores"), "--output=" + page, "--images=1");
    String html = Files.readString(page);
    assertFalse(html.contains("src=\"data:image"));
    assertEquals(3, html.split("image not loaded", -1).length - 1);
    assertTrue(html.contains("(no headline)"));
  }

  @Test
  void whatCannotBeShownIsOneLine() throws IOException {
    String scores = lake.resolve("scores").toString();
    String page = folder.resolve("report.html").toString();
    assertOneLine(
        2, "Missing required options: '--input=SCORES', '--output=FILE'. See", Call.of("report"));
    assertRefused(2, "Invalid --images: 61 (must be 1 to 60)", scores, page, "--images=61");
    assertRefused(2, "Invalid value for option '--images'", scores, page, "--images=few");
    assertRefused(
        2,
        "Cannot read input %s/no: nothing is there; expected a parquet file or directory. Check --input"
            .formatted(folder),
        folder + "/no",
        page);
    assertRefused(
        2,
        "Cannot read input %s/no: nothing is there; expected a parquet file or directory. Check --articles"
            .formatted(folder),
        scores,
        page,
        "--articles=" + folder + "/no");
    assertRefused(2, "Missing column 'day'", scores, page, "--date-column=day");
    assertRefused(
        2,
        "Cannot read evaluation %s: File %s/evaluation.json does not exist; expected what 'thumbscore evaluate' writes. Check --evaluation"
            .formatted(folder, folder),
        scores,
        page,
        "--evaluation=" + folder);
    Path other = Files.writeString(folder.resolve("other.json"), "{\"table\": 1}");
    assertRefused(
        2,
        "Cannot read evaluation %s: it has no table of columns and rows".formatted(other),
        scores,
        page,
        "--evaluation=" + other);
    assertRefused(2, "Missing column 'similarity'", Lake.SAMPLES.toString(), page);
    assertFalse(Files.exists(Path.of(page)));
  }

  @Test
  void pageIsNeverPutAmongTheRows() {
    String scores = lake.resolve("scores").toString();
    assertRefused(
        2,
        "Cannot write output %s/report.html: it would lie in the input".formatted(scores),
        scores,
        scores + "/report.html");
    assertRefused(
        2,
        "Cannot write output %s: the input %s lies there".formatted(scores, scores),
        scores,
        scores);
    succeed("report", "--input=" + scores, "--output=" + scores + "/_thumbscore/report.html");
    assertEquals(96, Call.table(lake.resolve("scores")).count());
  }

  @Test
  void placesThatCannotBeWrittenAreTheEnvironments() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    String scores = lake.resolve("scores").toString();
    assertRefused(4, "Cannot write report " + file + "/report.html", scores, file + "/report.html");
    assertRefused(
        4, "Cannot write report " + folder + ": there is a directory", scores, folder.toString());
  }

  private static void assertRefused(
      int code, String message, String input, String output, String... more) {
    Stream<String> arguments = Stream.of("report", "--input=" + input, "--output=" + output);
    assertOneLine(
        code, message, Call.of(Stream.concat(arguments, Stream.of(more)).toArray(String[]::new)));
  }

  private static void assertOneLine(int code, String message, Call call) {
    assertEquals(code, call.code(), call.err());
    assertTrue(call.err().startsWith("thumbscore: " + message), call.err());
    assertEquals(1, call.err().lines().count(), call.err());
    assertEquals("", call.out());
  }
}
