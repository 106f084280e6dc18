package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.testing.SharedSpark;

/** Searches and duplicates of a real run with embeddings. */
class SearchCommandTest {
  @TempDir static Path lake;
  @TempDir Path folder;

  @BeforeAll
  static void scoreTheSamples() {
    SharedSpark.session();
    succeed(
        "score",
        "--input=" + Lake.SAMPLES,
        "--output=" + lake.resolve("scores"),
        "--model=" + Lake.MODEL,
        "--id-column=id",
        "--text-column=summary",
        "--image-column=thumbnail",
        "--keep=source,date,label",
        "--embeddings");
  }

  private static String succeed(String... arguments) {
    Call call = Call.of(arguments);
    assertEquals("", call.failure());
    return call.out();
  }

  private static String[] words(String command, String... more) {
    return Stream.concat(Stream.of(command, "--input=" + lake.resolve("scores")), Stream.of(more))
        .toArray(String[]::new);
  }

  /** An article's own text finds its image at the cosine that scoring stored. */
  @Test
  void aTextFindsImagesInTheOrderOfTheirCosine() throws IOException {
    Row article =
        SharedSpark.session()
            .read()
            .parquet(Lake.SAMPLES.toString())
            .join(Call.table(lake.resolve("scores")).select("id", "similarity"), "id")
            .filter("similarity is not null")
            .orderBy("id")
            .select("id", "summary", "similarity")
            .head();
    Path page = folder.resolve("found.html");
    String out =
        succeed(
            words(
                "search",
                "--model=" + Lake.MODEL,
                "--text=" + article.getString(1),
                "--top=100",
                "--every-article",
                "--report=" + page,
                "--articles=" + Lake.SAMPLES));
    List<String> lines = out.lines().toList();
    assertEquals(" rank  cosine  similarity  id (source)", lines.get(0));
    Matcher own =
        Pattern.compile(" *\\d+ +(-?[\\d.]+) +(-?[\\d.]+)  " + article.getString(0) + " \\(.*")
            .matcher(
                lines.stream()
                    .filter(line -> line.contains(article.getString(0)))
                    .findFirst()
                    .orElseThrow());
    assertTrue(own.matches());
    assertEquals("%.3f".formatted(article.getFloat(2)), own.group(1));
    assertEquals(own.group(1), own.group(2));
    List<Double> cosines =
        lines.stream()
            .skip(1)
            .filter(line -> !line.startsWith("report"))
            .map(line -> Double.valueOf(line.substring(7, 13).strip()))
            .toList();
    assertEquals(cosines.stream().sorted((a, b) -> Double.compare(b, a)).toList(), cosines);
    assertEquals(81, cosines.size());
    String html = Files.readString(page);
    assertTrue(html.contains("<title>Images nearest to: "));
    assertEquals(60, html.split("<figure>", -1).length - 1);
    assertTrue(html.contains("The first 60 of 81 found."));
    assertTrue(html.contains("src=\"data:image/jpeg;base64,"));
    assertFalse(html.contains("<script"));
  }

  @Test
  void anImageFindsItself() throws IOException {
    Row article =
        SharedSpark.session()
            .read()
            .parquet(Lake.SAMPLES.toString())
            .join(Call.table(lake.resolve("scores")).filter("status = 'OK'").select("id"), "id")
            .orderBy("id")
            .select("id", "thumbnail")
            .head();
    Path image = Files.write(folder.resolve("image"), article.<byte[]>getAs(1));
    String out = succeed(words("search", "--model=" + Lake.MODEL, "--image=" + image, "--top=1"));
    assertTrue(out.lines().skip(1).findFirst().orElseThrow().startsWith("    1   1.000"), out);
  }

  @Test
  void whatCannotBeSearchedIsOneLine() throws IOException {
    String model = "--model=" + Lake.MODEL;
    assertOneLine(2, "Error: Missing required argument", words("search", model));
    assertOneLine(
        2,
        "Error: --text=TEXT, --image=FILE are mutually exclusive",
        words("search", model, "--text=a", "--image=b"));
    assertOneLine(2, "Invalid --top: 0", words("search", model, "--text=a", "--top=0"));
    assertOneLine(
        2, "Cannot search for --text: there is no word in it", words("search", model, "--text= "));
    assertOneLine(
        2,
        "Cannot search for --image %s/no: nothing is there".formatted(folder),
        words("search", model, "--image=" + folder + "/no"));
    Path text = Files.writeString(folder.resolve("text"), "not an image");
    assertOneLine(
        2,
        "Cannot search for --image %s: it cannot be decoded".formatted(text),
        words("search", model, "--image=" + text));
    assertOneLine(4, "Cannot", words("search", "--model=" + folder + "/none", "--text=a"));
    Path plain = folder.resolve("plain");
    Call.table(lake.resolve("scores")).drop("image_embedding").write().parquet(plain.toString());
    for (String command : List.of("search", "duplicates")) {
      assertOneLine(
          2,
          "Cannot compare images of %s: it has no column 'image_embedding'. Score with --embeddings"
              .formatted(plain),
          command.equals("search")
              ? new String[] {command, "--input=" + plain, model, "--text=a"}
              : new String[] {command, "--input=" + plain, "--output=" + folder + "/new"});
    }
    Path other = folder.resolve("other");
    Call.table(lake.resolve("scores"))
        .selectExpr("*", "'0123456789abcdef' as other")
        .drop("model_sha256")
        .withColumnRenamed("other", "model_sha256")
        .write()
        .parquet(other.toString());
    assertOneLine(
        2,
        "Cannot compare images of %s with model %s: the embeddings are those of model 0123456789ab, this is"
            .formatted(other, Lake.MODEL),
        new String[] {"search", "--input=" + other, model, "--text=a"});
    assertOneLine(
        2,
        "Invalid --min-cosine: 0.0",
        words("duplicates", "--output=" + folder + "/new", "--min-cosine=0"));
    assertOneLine(
        2, "Cannot write", words("duplicates", "--output=" + lake.resolve("scores/more")));
    assertFalse(Files.exists(folder.resolve("new")));
  }

  /** A lake in which a fifth of the articles have one image, which is told and can be left out. */
  @Test
  void repeatedImagesAreFoundWarnedOfAndLeftOut() throws IOException {
    Path scores = folder.resolve("repeated");
    Call.table(lake.resolve("scores"))
        .selectExpr(
            "id",
            "source",
            "input_label",
            "status",
            "similarity",
            "model",
            "model_sha256",
            "image_embedding",
            "text_embedding",
            "text_sha256",
            "if(status = 'OK' and pmod(hash(id), 5) = 0, 'logo', image_sha256) as image_sha256")
        .write()
        .parquet(scores.toString());
    long logos = Call.table(scores).filter("image_sha256 = 'logo'").count();
    assertTrue(logos >= 10, logos + " logos");
    Path clusters = folder.resolve("clusters");
    Path page = folder.resolve("page.html");
    String out =
        succeed(
            "duplicates",
            "--input=" + scores,
            "--output=" + clusters,
            "--min-cosine=1",
            "--default-articles=2",
            "--report=" + page,
            "--articles=" + Lake.SAMPLES);
    assertTrue(out.contains("%-10s %,12d".formatted("default", 1).strip()), out);
    assertEquals(96, Call.table(clusters).count());
    assertEquals(logos, Call.table(clusters).filter("image_cluster = 'logo'").count());
    assertTrue(Files.readString(page).contains("<strong>" + logos + " articles</strong>"));
    for (Path input : List.of(scores, clusters)) {
      String warned =
          succeed(
              "calibrate", "--input=" + input, "--output=" + folder + "/c.json", "--resamples=10");
      assertTrue(
          warned.contains(
              "%.1f%% of the scores have an image that is on 10 or more articles"
                  .formatted(100.0 * logos / 81)),
          warned);
      String left =
          succeed(
              "evaluate",
              "--input=" + input,
              "--calibration=" + folder + "/c.json",
              "--output=" + folder.resolve(input.getFileName() + "-evaluation"),
              "--exclude-repeated=10",
              "--resamples=10");
      assertTrue(left.contains("left out   %d of 81 scores".formatted(logos)), left);
      assertTrue(left.contains("%d rows; left out".formatted(81 - logos)), left);
    }
    assertOneLine(
        2,
        "Invalid --exclude-repeated: 1 (must be at least 2)",
        new String[] {
          "calibrate", "--input=" + scores, "--output=" + folder + "/c.json", "--exclude-repeated=1"
        });
    Path plain = folder.resolve("plain");
    Call.table(scores).drop("image_sha256").write().parquet(plain.toString());
    assertOneLine(
        2,
        "Cannot leave out repeated images of %s: it has no column 'image_sha256' or 'image_cluster'"
            .formatted(plain),
        new String[] {
          "calibrate", "--input=" + plain, "--output=" + folder + "/c.json", "--exclude-repeated=5"
        });
  }

  private static void assertOneLine(int code, String message, String[] words) {
    Call call = Call.of(words);
    assertEquals(code, call.code(), call.err());
    assertTrue(call.err().startsWith("thumbscore: " + message), call.err());
    assertEquals(1, call.err().lines().count(), call.err());
    assertEquals("", call.out());
  }
}
