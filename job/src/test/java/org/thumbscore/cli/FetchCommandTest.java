package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.fetch.HostileServer;
import org.thumbscore.fetch.Images;
import org.thumbscore.testing.SharedSpark;

/** Whole runs of the command, in Spark, against a server of this machine. */
class FetchCommandTest {
  private static final byte[] RED = Images.jpeg(0xCC0000);
  private static final byte[] BLUE = Images.jpeg(0x0000CC);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final SparkSession spark = SharedSpark.session();
  private final HostileServer server = new HostileServer();

  @TempDir private Path folder;

  @BeforeEach
  void answer() {
    server.answer("/red", HostileServer.image(RED));
    server.answer("/red-again", HostileServer.image(RED));
    server.answer("/blue", HostileServer.image(BLUE));
    server.answer("/moved", HostileServer.redirect("/blue"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void everyRowComesOutWithAnImageOrAReason() throws IOException {
    articles(
        server.url("/red"),
        server.url("/red"),
        " " + server.url("/red"),
        server.url("/red-again"),
        server.url("/moved"),
        server.url("/gone"),
        null,
        "  ",
        "http://me:secret@127.0.0.1/x",
        "ftp://127.0.0.1/x",
        "http://10.0.0.1/x");
    assertEquals(0, fetch(), err.toString());
    Map<String, Row> rows = rows();
    assertEquals(11, rows.size());
    for (String id : List.of("0", "1", "2", "3")) {
      assertArrayEquals(RED, rows.get(id).<byte[]>getAs("thumbnail"), id);
    }
    assertArrayEquals(BLUE, rows.get("4").<byte[]>getAs("thumbnail"));
    assertEquals(server.url("/blue"), rows.get("4").getAs("final_url"));
    assertEquals(
        List.of(
            "FETCHED",
            "FETCHED",
            "FETCHED",
            "FETCHED",
            "FETCHED",
            "NOT_FOUND",
            "URL_MISSING",
            "URL_MISSING",
            "URL_INVALID",
            "URL_INVALID",
            "BLOCKED_ADDRESS"),
        statuses(rows));
    assertNull(rows.get("5").getAs("thumbnail"));
    assertEquals(404, rows.get("5").<Integer>getAs("http_status"));
    assertEquals("http://***@127.0.0.1/x", rows.get("8").getAs("url"));
    assertEquals("summary of 3", rows.get("3").getAs("description"));
    assertEquals(1, server.asked("/red"));
    assertEquals(1, server.asked("/robots.txt"));
    assertEquals(2, storedImages());
    assertTrue(out.toString().startsWith("rows       11 in, 11 out\n"), out.toString());
    assertTrue(out.toString().contains("FETCHED            5\n"), out.toString());
    String record = Files.readString(folder.resolve("out/_thumbscore/runs/one.json"));
    assertTrue(record.contains("\"FETCHED\" : 5"), record);
    assertFalse(record.contains("secret"), record);
  }

  @Test
  void laterRunAsksOnlyForWhatIsNew() {
    articles(server.url("/red"), server.url("/gone"));
    assertEquals(0, fetch(), err.toString());
    articles(server.url("/red"), server.url("/gone"), server.url("/blue"));
    assertEquals(0, fetch("--run-id", "two"), err.toString());
    assertEquals(List.of("FETCHED", "NOT_FOUND", "FETCHED"), statuses(rows()));
    assertArrayEquals(RED, rows().get("0").<byte[]>getAs("thumbnail"));
    assertEquals(1, server.asked("/red"));
    assertEquals(1, server.asked("/gone"));
    assertEquals(1, server.asked("/blue"));
    assertTrue(out.toString().contains("1 fetched or refused by this run"), out.toString());
  }

  @Test
  void failuresThatMayHavePassedAreAskedForAgainOnRequest() {
    server.answer(
        "/flaky",
        HostileServer.inTurn(
            HostileServer.status(500), HostileServer.status(500), HostileServer.image(BLUE)));
    articles(server.url("/red"), server.url("/gone"), server.url("/flaky"));
    assertEquals(0, fetch("--retries", "0"), err.toString());
    assertEquals(List.of("FETCHED", "NOT_FOUND", "SERVER_ERROR"), statuses(rows()));
    assertEquals(0, fetch("--retries", "0"), err.toString());
    assertEquals(1, server.asked("/flaky"));
    assertEquals(0, fetch("--retries", "1", "--retry-failed"), err.toString());
    assertEquals(List.of("FETCHED", "NOT_FOUND", "FETCHED"), statuses(rows()));
    assertEquals(1, server.asked("/red"));
    assertEquals(1, server.asked("/gone"));
    assertEquals(3, server.asked("/flaky"));
  }

  @Test
  void filesThatAKilledRunLeftHalfWrittenAreIgnored() throws IOException {
    articles(server.url("/red"));
    assertEquals(0, fetch(), err.toString());
    Files.writeString(folder.resolve("out/_thumbscore/fetched/.half.parquet"), "PAR1");
    assertEquals(0, fetch(), err.toString());
    assertEquals(List.of("FETCHED"), statuses(rows()));
    assertEquals(1, server.asked("/red"));
  }

  @Test
  void scoreReadsWhatFetchWrites() {
    articles(server.url("/red"), server.url("/gone"), server.url("/blue"));
    assertEquals(0, fetch(), err.toString());
    String model = Lake.MODEL.toString();
    int code =
        run(
            "score",
            "--input",
            path("out"),
            "--output",
            path("scores"),
            "--model",
            model,
            "--id-column",
            "id",
            "--text-column",
            "description",
            "--image-column",
            "thumbnail",
            "--device",
            "cpu");
    assertEquals(0, code, err.toString());
    List<Row> scored =
        spark.read().parquet(path("scores")).orderBy("id").select("status").collectAsList();
    assertEquals(
        List.of("OK", "IMAGE_MISSING", "OK"), scored.stream().map(r -> r.getString(0)).toList());
  }

  @Test
  void columnsThatClashAreKeptUnderAnotherName() {
    spark
        .createDataFrame(
            List.of(RowFactory.create(1L, server.url("/red"), "x")),
            new StructType().add("n", "long").add("url", "string").add("Thumbnail", "string"))
        .write()
        .parquet(path("in"));
    assertEquals(0, fetch("--url-column", "URL"), err.toString());
    assertEquals(
        "n, input_url, input_Thumbnail, thumbnail, thumbnail_sha256, url, final_url, content_type, http_status, fetch_status, fetch_error, fetched_at",
        String.join(", ", spark.read().parquet(path("out")).columns()));
  }

  @Test
  void outputOfAnotherCommandIsNotReplaced() throws IOException {
    articles(server.url("/red"));
    Files.createDirectories(folder.resolve("out"));
    Files.writeString(folder.resolve("out/part-0.parquet"), "x");
    assertEquals(2, fetch());
    assertTrue(err.toString().contains("it holds data already"), err.toString());
    assertEquals(0, server.requests().size());
  }

  @Test
  void badOptionsAreOneLine() {
    assertUsage("Invalid --rate: 0.0 (must be more than 0", "--rate", "0");
    assertUsage("Invalid --per-host: 0 (must be 1 to 256)", "--per-host", "0");
    assertUsage("Invalid --max-bytes: 2000000000 (must be 1 to", "--max-bytes", "2GB");
    assertUsage("Invalid --timeout: soon (must be a time", "--timeout", "soon");
    assertUsage("Invalid --ports: 0 (must be 1 to 65535)", "--ports", "80,0");
    assertUsage(
        "Invalid --allow-private-addresses: intranet (must be ranges",
        "--allow-private-addresses=intranet");
    assertUsage("Invalid --user-agent", "--user-agent", "a\nb");
    articles(server.url("/red"));
    assertUsage("Missing column 'image' in input; found: id, top_image", "--url-column", "image");
  }

  private void assertUsage(String message, String... arguments) {
    assertEquals(2, fetch(arguments), err.toString());
    assertTrue(err.toString().startsWith("thumbscore: " + message), err.toString());
    assertEquals(1, err.toString().lines().count());
  }

  private void articles(String... urls) {
    List<Row> rows = new ArrayList<>();
    for (String url : urls) {
      String id = Integer.toString(rows.size());
      rows.add(RowFactory.create(id, url, "summary of " + id));
    }
    spark
        .createDataFrame(
            rows,
            new StructType()
                .add("id", "string")
                .add("top_image", "string")
                .add("description", "string"))
        .write()
        .mode("overwrite")
        .parquet(path("in"));
  }

  private int fetch(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("fetch", "--input", path("in"), "--output", path("out")));
    arguments.addAll(Arrays.asList(more));
    for (String option :
        List.of("--rate=1000", "--allow-private-addresses=127.0.0.1/32", "--run-id=one")) {
      String name = option.substring(0, option.indexOf('='));
      if (Stream.of(more).noneMatch(given -> given.startsWith(name))) {
        arguments.add(option);
      }
    }
    return run(arguments.toArray(String[]::new));
  }

  private Map<String, Row> rows() {
    Map<String, Row> rows = new TreeMap<>();
    spark
        .read()
        .parquet(path("out"))
        .collectAsList()
        .forEach(row -> rows.put(row.getAs("id"), row));
    return rows;
  }

  private static List<String> statuses(Map<String, Row> rows) {
    return rows.values().stream()
        .sorted(Comparator.comparingInt(row -> Integer.parseInt(row.getAs("id"))))
        .map(row -> row.<String>getAs("fetch_status"))
        .toList();
  }

  private long storedImages() {
    return spark
        .read()
        .parquet(path("out/_thumbscore/fetched"))
        .filter("picture is not null")
        .count();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.execute(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
