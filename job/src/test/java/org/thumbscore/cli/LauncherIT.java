package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.delta.storage.LogStore;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.commons.lang3.ArrayUtils;
import org.apache.iceberg.spark.SparkCatalog;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.testing.SharedSpark;

/** The script itself, as a user calls it. */
class LauncherIT {
  @TempDir static Path articles;

  @TempDir Path folder;

  @BeforeAll
  static void writeArticles() {
    SharedSpark.session()
        .range(0, 9, 1, 1)
        .selectExpr("id", "'a summary' as summary", "cast('no image' as binary) as thumbnail")
        .write()
        .mode("overwrite")
        .parquet(articles.resolve("articles").toString());
  }

  @Test
  void helpWorksThroughALinkFromAnyDirectoryWithSpaces() throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("a path with spaces"));
    Path link = Files.createSymbolicLink(elsewhere.resolve("ts"), Launched.script());
    Path second = Files.createSymbolicLink(folder.resolve("ts2"), link);
    Launched help = Launched.in(elsewhere, second, "--help");
    assertEquals(0, help.code(), help.err());
    assertTrue(help.out().startsWith("Usage: thumbscore"), help.out());
    assertEquals("", help.err());
    assertEquals(0, Launched.in(elsewhere, link, "score", "--help").code());
  }

  @Test
  void badSparkOptionIsUsage() throws Exception {
    assertRefused(2, "Unknown option --maste before the command", "--maste", "local", "demo");
    assertRefused(2, "Missing value of --conf before the command", "--conf");
  }

  @Test
  void noCommandIsUsage() throws Exception {
    assertRefused(2, "No command given");
  }

  @Test
  void wrongPathIsUsage() throws Exception {
    assertRefused(
        2,
        "Cannot read input /no/such/articles: nothing is there",
        score("/no/such/articles", "out"));
  }

  @Test
  void unknownConfigKeyIsUsage() throws Exception {
    assertRefused(
        2,
        "Unknown config key 'score.batchsize' in --set. Did you mean 'score.batch-size'?",
        score(input(), "out", "--set", "score.batchsize=8"));
  }

  @Test
  void missingColumnIsUsage() throws Exception {
    assertRefused(
        2, "Missing column 'image' (binary", score(input(), "out", "--image-column", "image"));
  }

  @Test
  void wrongColumnTypeIsUsage() throws Exception {
    assertRefused(
        2, "Wrong type of image column 'id'", score(input(), "out", "--image-column", "id"));
  }

  @Test
  void brokenBundleIsTheEnvironments() throws Exception {
    Path bundle = Files.createDirectories(folder.resolve("bundle"));
    Files.writeString(bundle.resolve("config.json"), "{");
    assertRefused(4, "", score(input(), "out", "--model", bundle.toString()));
  }

  @Test
  void unwritableOutputIsTheEnvironments() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertRefused(4, "Cannot write output " + file, score(input(), file + "/out"));
  }

  @Test
  void sparkThatDoesNotStartIsTheEnvironments() throws Exception {
    String[] command = score(input(), "out");
    assertRefused(
        4,
        "Cannot start Spark: File file:/no/such/directory does not exist",
        after(
            command,
            "--conf",
            "spark.eventLog.enabled=true",
            "--conf",
            "spark.eventLog.dir=/no/such/directory"));
    assertRefused(
        4,
        "Cannot start Spark: ",
        after(command, "--conf", "spark.executor.heartbeatInterval=often"));
  }

  @Test
  void cudaWithoutDeviceFailsBeforeFirstRow() throws Exception {
    assumeFalse(Files.exists(Path.of("/proc/driver/nvidia")), "this machine has a GPU");
    assertRefused(4, "", score(input(), "out", "--device", "cuda"));
  }

  @Test
  void tooManyRejectsFailTheGate() throws Exception {
    Launched run = Launched.in(folder, score(input(), "out"));
    assertEquals(3, run.code(), run.err());
    assertTrue(
        run.err()
            .contains(
                "thumbscore: Refused to publish scores: 9 of 9 rows have no similarity (9 IMAGE_UNDECODABLE)"),
        run.err());
    assertEquals("", run.out());
    assertTrue(Files.isDirectory(folder.resolve("out/_thumbscore/rejected")));
    assertFalse(Files.exists(folder.resolve("out/_SUCCESS")));
  }

  @Test
  void sparkOptionsBeforeTheCommandReachSpark() throws Exception {
    String[] command = score(input(), "out", "--set", "score.max-reject-fraction=1");
    Launched run =
        Launched.in(
            folder,
            after(
                command,
                "--master",
                "local[1]",
                "--conf",
                "spark.eventLog.enabled=true",
                "--conf",
                "spark.eventLog.dir=" + folder));
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("9 in, 9 out"), run.out());
    try (Stream<Path> files = Files.list(folder)) {
      assertTrue(files.anyMatch(file -> file.getFileName().toString().contains("local-")));
    }
  }

  @Test
  void tableWithoutItsLibraryIsTheEnvironments() throws Exception {
    assertRefused(
        4,
        "Cannot use Iceberg: found no org.apache.iceberg.spark.SparkCatalog on Spark's class path. Add --packages org.apache.iceberg:iceberg-spark-runtime-4.0_2.13:1.10.1 before the command",
        score(input(), "./out", "--output-format", "iceberg"));
    assertRefused(
        4,
        "Cannot use Delta: found no org.apache.spark.sql.delta.catalog.DeltaCatalog on Spark's class path. Add --packages io.delta:delta-spark_2.13:4.0.0 before the command",
        score(input(), "./out", "--output-format", "delta"));
  }

  @Tag("slow")
  @Test
  void librariesBeforeTheCommandMakeTables() throws Exception {
    String jars =
        Stream.of(SparkCatalog.class, DeltaTable.class, LogStore.class)
            .map(library -> library.getProtectionDomain().getCodeSource().getLocation().getPath())
            .collect(Collectors.joining(","));
    String enough = "score.max-reject-fraction=1";
    assertScored(
        "./delta",
        List.of("--jars", jars),
        score(input(), "./delta", "--output-format", "delta", "--set", enough));
    assertEquals(9, new Tables("delta", folder.resolve("delta").toString()).rows().count());
    assertScored(
        "lake.news.scores",
        List.of(
            "--jars=" + jars,
            "--conf=spark.sql.catalog.lake=org.apache.iceberg.spark.SparkCatalog",
            "--conf=spark.sql.catalog.lake.type=hadoop",
            "--conf=spark.sql.catalog.lake.warehouse=" + folder.resolve("lake")),
        score(input(), "lake.news.scores", "--output-format", "iceberg", "--set", enough));
    Path table = folder.resolve("lake/news/scores");
    assertEquals(9, new Tables("iceberg", table.toString()).rows().count());
    assertTrue(Files.isDirectory(table.resolve("_thumbscore/ledger")));
  }

  private void assertScored(String output, List<String> options, String... command)
      throws Exception {
    Launched run =
        Launched.in(
            folder, Stream.concat(options.stream(), Stream.of(command)).toArray(String[]::new));
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("9 in, 9 out"), run.out());
    assertTrue(
        run.out().matches("(?s).*output .*" + output.replaceAll("^\\./", "/") + "\n.*"), run.out());
  }

  @Test
  void demoShowsADozenScoredArticles() throws Exception {
    Launched demo = Launched.in(folder, "demo");
    assertEquals(0, demo.code(), demo.err());
    List<String> lines = demo.out().lines().toList();
    assertTrue(lines.get(0).matches("title +similarity +label +true label +status"), demo.out());
    assertEquals(12, lines.indexOf("") - 1, demo.out());
    assertTrue(lines.get(1).matches(".* 0\\.\\d{4} +1 +1  OK"), demo.out());
    assertTrue(demo.out().contains("output     file:" + folder.toRealPath() + "/scores/demo-"));
    Matcher quality =
        Pattern.compile(
                "quality    F1 (0\\.\\d{3}) \\[(0\\.\\d{3}), .* of 400 rows with a true label")
            .matcher(lines.get(lines.size() - 2));
    assertTrue(quality.matches(), demo.out());
    // A label drawn at random has an F1 of about 0.5.
    assertTrue(Double.parseDouble(quality.group(2)) > 0.6, quality.group());
    String last = lines.get(lines.size() - 1);
    Matcher report = Pattern.compile("report     (file:///\\S+) \\([\\d,]+ kB\\)").matcher(last);
    assertTrue(report.matches(), last);
    String page = Files.readString(Path.of(URI.create(report.group(1))));
    assertTrue(page.contains("<title>Sample articles</title>"));
    assertEquals(18, page.split("src=\"data:image/jpeg;base64,", -1).length - 1);
  }

  @Test
  void doctorFindsThisMachineFineAndNamesABundleThatIsNot() throws Exception {
    String model = Launched.home().resolve("conf/models/thumbscore-mini").toString();
    Launched fine = Launched.in(folder, "doctor", "--model", model, "--set=score.device=cpu");
    assertEquals(0, fine.code(), fine.out());
    assertTrue(
        fine.out().contains("fine     cpu in fp32      opens and computes: cpu"), fine.out());
    assertTrue(fine.out().contains("fine     commits          by renaming, and to S3"), fine.out());
    Launched broken = Launched.in(folder, "doctor", "--model", folder.toString());
    assertEquals(4, broken.code(), broken.out());
    assertTrue(broken.out().contains("  problem  model            Cannot "), broken.out());
    assertTrue(broken.out().contains("Problems: 1."), broken.out());
  }

  @Test
  void runsTakeTheirClassesFromWhatTheDemoHasStored() throws Exception {
    assertEquals(1, Launched.archives().count());
    Path loads = folder.resolve("loads.log");
    Launched.in(
        folder,
        Launched.script(),
        Map.of("THUMBSCORE_JAVA_OPTS", "-Xlog:class+load:file=" + loads),
        "score");
    String submit = "org.apache.spark.deploy.SparkSubmit source: ";
    assertEquals(
        List.of("shared objects file (top)"),
        Files.readAllLines(loads).stream()
            .filter(line -> line.contains(submit))
            .map(line -> line.substring(line.indexOf(submit) + submit.length()))
            .toList());
  }

  @Test
  void posixLocaleReadsAndWritesPathsThatAreNotAscii() throws Exception {
    scorePathsThatAreNotAscii(List.of(Map.of("LC_ALL", "POSIX")));
  }

  @Tag("slow")
  @Test
  void missingLocalesReadAndWritePathsThatAreNotAscii() throws Exception {
    scorePathsThatAreNotAscii(
        List.of(
            Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", "C"),
            Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", ""),
            Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", "of_NOBODY.UTF-8")));
  }

  private void scorePathsThatAreNotAscii(List<Map<String, String>> locales) throws Exception {
    Path lake = Files.createDirectories(folder.resolve("daten/größe"));
    Path input = lake.resolve("図");
    FileUtils.copyDirectory(articles.resolve("articles").toFile(), input.toFile());
    Path model = lake.resolve("modèle");
    FileUtils.copyDirectory(
        Launched.home().resolve("conf/models/thumbscore-mini").toFile(), model.toFile());
    Path output = folder.resolve("ausgabe/größe/図");
    for (Map<String, String> locale : locales) {
      Launched run =
          Launched.in(
              folder,
              Launched.script(),
              locale,
              score(
                  input.toString(),
                  output.toString(),
                  "--overwrite",
                  "--model",
                  model.toString(),
                  "--set",
                  "score.max-reject-fraction=1"));
      assertEquals(0, run.code(), run.err());
      assertTrue(run.out().contains("output     file:" + output.toRealPath()), run.out());
      assertTrue(run.out().contains("modèle (sha256"), run.out());
      assertTrue(Files.exists(output.resolve("_SUCCESS")));
      assertEquals(9, SharedSpark.session().read().parquet(output.toString()).count());
    }
  }

  @Test
  void pathThatTheJvmCannotSpellIsOneLineOfTheEnvironments() throws Exception {
    Launched run =
        Launched.in(
            folder,
            Launched.script(),
            Map.of("JAVA_HOME", javaWithoutLocale().toString()),
            score(folder.resolve("größe").toString(), "out"));
    assertEquals(4, run.code(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("thumbscore: Cannot use path "), run.err());
    assertTrue(run.err().contains("Set LC_ALL=C.UTF-8"), run.err());
  }

  /** What {@code spark-submit} starts in a container. */
  private Path javaWithoutLocale() throws IOException {
    Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    Path real = Path.of(System.getProperty("java.home"), "bin", "java");
    Files.writeString(java, "#!/bin/sh\nLC_ALL=POSIX exec '%s' \"$@\"\n".formatted(real));
    assertTrue(java.toFile().setExecutable(true));
    return folder.resolve("jdk");
  }

  @Test
  void forgottenJarOfTheRuntimeIsTheEnvironments() throws Exception {
    Path home = copyWithout("onnxruntime");
    Launched run = Launched.in(folder, home.resolve("bin/thumbscore"), score(input(), "out"));
    assertEquals(4, run.code(), run.err());
    assertTrue(
        run.err()
            .contains(
                "thumbscore: Cannot use ONNX Runtime: found no ai.onnxruntime.OrtEnvironment on Spark's class path. Add --packages com.microsoft.onnxruntime:onnxruntime_gpu:"),
        run.err());
    assertFalse(run.err().contains("report it"), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
  }

  /** The launcher of a build, on a class path that lacks a jar. */
  private Path copyWithout(String jar) throws IOException {
    Path build = Launched.home().getParent();
    Path home = Files.createDirectories(folder.resolve("build/thumbscore"));
    FileUtils.copyDirectory(Launched.home().toFile(), home.toFile());
    assertTrue(home.resolve("bin/thumbscore").toFile().setExecutable(true));
    try (Stream<Path> files = Files.list(build)) {
      for (Path file : files.filter(f -> f.getFileName().toString().endsWith(".jar")).toList()) {
        Files.createSymbolicLink(home.resolveSibling(file.getFileName()), file);
      }
    }
    Path classPath = home.resolve("lib/classpath");
    Files.writeString(
        classPath,
        Stream.of(Files.readString(classPath).strip().split(":"))
            .filter(entry -> !entry.contains(jar))
            .collect(Collectors.joining(":")));
    return home;
  }

  private void assertRefused(int code, String message, String... arguments) throws Exception {
    Launched run = Launched.in(folder, arguments);
    assertEquals(code, run.code(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("thumbscore: " + message), run.err());
    assertEquals("", run.out());
    assertFalse(Files.exists(folder.resolve("out")));
  }

  private static String[] after(String[] command, String... sparkOptions) {
    return ArrayUtils.addAll(sparkOptions, command);
  }

  private static String input() {
    return articles.resolve("articles").toString();
  }

  private static String[] score(String input, String output, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("score", "--input", input));
    arguments.addAll(List.of("--output", output));
    if (!List.of(more).contains("--model")) {
      arguments.addAll(
          List.of("--model", Launched.home().resolve("conf/models/thumbscore-mini").toString()));
    }
    arguments.addAll(List.of("--id-column", "id", "--text-column", "summary"));
    if (!List.of(more).contains("--image-column")) {
      arguments.addAll(List.of("--image-column", "thumbnail"));
    }
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }
}
