package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.testing.EventLog;
import org.thumbscore.testing.FaultyProxy;
import org.thumbscore.testing.S3Mock;
import org.thumbscore.testing.SharedSpark;

/** From S3 to S3, by the launcher, over a network that is not kind. */
@Tag("slow")
class S3FaultsIT {
  private static final long SEED = 20_261_124;

  private static final String LAKE = "s3a://" + S3Mock.BUCKET + "/";

  /** Requests of a commit: it is written down, its files move, it is in the ledger. */
  private static final List<String> COMMIT =
      List.of(
          "PUT /lake/%s/_thumbscore/ledger/[0-9a-f]+\\.pending\\.json",
          "PUT /lake/%s/day", "PUT /lake/%s/_thumbscore/ledger/[0-9a-f]+\\.json");

  @TempDir static Path folder;

  private static S3Mock server;
  private static FaultyProxy proxy;
  private static Path undisturbed;

  @BeforeAll
  static void fillTheBucket() throws Exception {
    server = S3Mock.start(folder);
    proxy = FaultyProxy.before(server.port(), SEED);
    Path articles = folder.resolve("articles");
    Lake.write(SharedSpark.session(), articles, 2, 3, 2);
    undisturbed = folder.resolve("undisturbed");
    assertEquals("", Lake.run(Lake.score(articles, undisturbed)).failure());
    copy(articles.toString(), LAKE + "articles", S3Mock.configuration(server.port()));
    copy(Lake.MODEL.toString(), LAKE + "model", S3Mock.configuration(server.port()));
  }

  @AfterAll
  static void stop() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void faultsOfManyKindsChangeNothing() throws Exception {
    proxy.inject(0.05);
    Launched run;
    try {
      run = Launched.in(folder, score("faults"));
    } finally {
      proxy.inject(0);
    }
    assertEquals(0, run.code(), run.err());
    long faults = faults();
    System.out.printf(
        "S3 faults injected: %d in %d requests %s%n", faults, proxy.requests(), proxy.injected());
    assertTrue(faults > 20, faults + " faults are too few to tell");
    requireWhole("faults");
  }

  @Test
  void imagesByPathAreReadDespiteFaults() throws Exception {
    Path images = Files.createDirectory(folder.resolve("images"));
    for (Row sample : Call.table(Lake.SAMPLES).collectAsList()) {
      byte[] image = sample.getAs("thumbnail");
      if (image != null) {
        Files.write(images.resolve(sample.<String>getAs("id")), image);
      }
    }
    Path named = folder.resolve("named");
    Call.table(folder.resolve("articles"))
        .withColumn(
            "thumbnail",
            functions.expr("if(thumbnail is null, null, regexp_replace(id, '-[0-9]+$', ''))"))
        .write()
        .partitionBy("day")
        .parquet(named.toString());
    copy(named.toString(), LAKE + "named", S3Mock.configuration(server.port()));
    copy(images.toString(), LAKE + "images", S3Mock.configuration(server.port()));
    long before = faults();
    List<String> arguments =
        new ArrayList<>(List.of(score("by-path", "--set=score.images.base=" + LAKE + "images")));
    arguments.replaceAll(word -> word.startsWith("--input=") ? "--input=" + LAKE + "named" : word);
    proxy.inject(0.05);
    Launched run;
    try {
      run = Launched.in(folder, arguments.toArray(String[]::new));
    } finally {
      proxy.inject(0);
    }
    assertEquals(0, run.code(), run.err());
    System.out.printf("S3 faults injected while images were read: %d%n", faults() - before);
    assertTrue(faults() - before > 20, "too few to tell");
    // Errors name the file that is empty.
    Lake.requireSame(
        Call.table(undisturbed).withColumn("error", functions.lit("")),
        copied("by-path").withColumn("error", functions.lit("")));
  }

  @Test
  void endpointGoneForTwentySecondsIsWaitedFor() throws Exception {
    Process process = Launched.start(folder, score("outage", "--run-id=outage"));
    awaitObject("outage/_thumbscore/staging/outage", process);
    proxy.vanish(true);
    TimeUnit.SECONDS.sleep(20);
    proxy.vanish(false);
    assertTrue(process.waitFor(5, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), Files.readString(folder.resolve("test.log")));
    requireWhole("outage");
  }

  @Test
  void endpointGoneAtTheStartIsToldSoon() throws Exception {
    proxy.vanish(true);
    long start = System.nanoTime();
    Launched run;
    try {
      run = Launched.in(folder, score("never"));
    } finally {
      proxy.vanish(false);
    }
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    assertEquals(4, run.code(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(
        run.err().startsWith("thumbscore: Cannot reach bucket lake at http://127.0.0.1:"),
        run.err());
    System.out.printf("endpoint gone at the start: told after %d s%n", seconds);
    assertTrue(seconds < 60, seconds + " s");
  }

  @Test
  void endpointGoneDuringACommitIsWaitedFor() throws Exception {
    for (String request : COMMIT) {
      proxy.when("^" + request.formatted("commit"), () -> proxy.vanishFor(Duration.ofSeconds(4)));
    }
    Launched run = Launched.in(folder, score("commit"));
    assertEquals(0, proxy.forget(), "moments that did not come");
    assertEquals(0, run.code(), run.err());
    requireWhole("commit");
    System.out.printf("endpoint gone %d times for 4 s during commits%n", COMMIT.size());
  }

  @Test
  void killedWhileItCommitsToS3ItGoesOn() throws Exception {
    for (String request : COMMIT) {
      Process process = Launched.start(folder, score("killed"));
      proxy.when("^" + request.formatted("killed"), process::destroyForcibly);
      assertTrue(process.waitFor(10, TimeUnit.MINUTES));
      assertEquals(0, proxy.forget(), "it was not killed at " + request);
    }
    Launched last = Launched.in(folder, score("killed"));
    assertEquals(0, last.code(), last.err());
    System.out.printf(
        "S3 kills survived, in commits: %d; %s%n",
        COMMIT.size(), last.out().lines().findFirst().get());
    requireWhole("killed");
  }

  @Test
  void credentialsAreNowhere() throws Exception {
    Path events = Files.createDirectory(folder.resolve("events"));
    List<String> spark = new ArrayList<>(EventLog.settings(events));
    spark.add("spark.hadoop.fs.s3a.session.token=planted-session-token");
    List<String> arguments = new ArrayList<>();
    spark.forEach(setting -> arguments.addAll(List.of("--conf", setting)));
    arguments.addAll(List.of(score("credentials")));
    Launched done = launched(arguments);
    assertEquals(0, done.code(), done.err());
    StringBuilder all = new StringBuilder(done.out() + done.err());
    all.append(refused(4, "--input=", "--input=s3a://absent-bucket/articles"));
    all.append(refused(2, "--input=", "--input=s3a://PLANTEDUSER:planted-password@lake/articles"));
    all.append(refused(2, "--output=", "--output=s3a://PLANTEDUSER:planted-password@lake/out"));
    all.append(refused(4, "--model=", "--model=" + LAKE + "model?X-Amz-Signature=planted-query"));
    all.append(refused(2, "--keep=", "--conf=spark.hadoop.fs.s3a.secret.key=planted-late"));
    all.append(refused(2, "--keep=", "--set=fs.s3a.secret.key=planted-set"));
    Path runs = folder.resolve("runs");
    copy(LAKE + "credentials/_thumbscore", runs.toString(), S3Mock.configuration(server.port()));
    all.append(textOf(runs)).append(textOf(events));
    all.append(Files.readString(folder.resolve("debug.log")));
    assertTrue(all.indexOf("\"run_id\"") > 0, "the run's record is not among what is looked at");
    assertTrue(all.indexOf("sun.java.command") > 0, "the event log is not either");
    assertTrue(all.indexOf(" DEBUG ") > 0, "the log is not either");
    List<String> leaks =
        all.toString().lines().filter(l -> l.toLowerCase(Locale.ROOT).contains("planted")).toList();
    assertEquals(List.of(), leaks);
    System.out.printf("characters without a credential: %,d%n", all.length());
  }

  /** What a run says that one argument spoils. */
  private static String refused(int code, String replaced, String by) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(score("refused")));
    arguments.replaceAll(word -> word.startsWith(replaced) ? by : word);
    Launched run = launched(arguments);
    assertEquals(code, run.code(), by + " " + run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    return run.out() + run.err();
  }

  /** With all that there is in the log, and credentials in the environment too. */
  private static Launched launched(List<String> arguments) throws Exception {
    Path verbose = folder.resolve("debug.properties");
    String quiet = Files.readString(Launched.home().resolve("conf/log4j2.properties"));
    Files.writeString(
        verbose, quiet.replace("rootLogger.level = warn", "rootLogger.level = debug"));
    return Launched.in(
        folder,
        Launched.script(),
        Map.of(
            "THUMBSCORE_LOG",
            folder.resolve("debug.log").toString(),
            "THUMBSCORE_JAVA_OPTS",
            "-Dlog4j2.configurationFile=" + verbose.toUri(),
            "AWS_ACCESS_KEY_ID",
            "PLANTEDENVIRONMENTKEY",
            "AWS_SECRET_ACCESS_KEY",
            "planted-environment-secret"),
        arguments.toArray(String[]::new));
  }

  private static String textOf(Path directory) throws IOException {
    StringBuilder text = new StringBuilder();
    try (var files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }

  private static void requireWhole(String output) throws IOException {
    Lake.requireSame(Call.table(undisturbed), copied(output));
  }

  /** What is in the bucket, read on this machine. */
  private static Dataset<Row> copied(String output) throws IOException {
    Path copy = folder.resolve("copy-of-" + output);
    copy(LAKE + output, copy.toString(), S3Mock.configuration(server.port()));
    assertTrue(Files.exists(copy.resolve("_SUCCESS")));
    return Call.table(copy);
  }

  private static long faults() {
    return proxy.injected().values().stream().mapToLong(LongAdder::sum).sum();
  }

  private static void awaitObject(String path, Process process) throws Exception {
    try (FileSystem s3 =
        new org.apache.hadoop.fs.Path(LAKE).getFileSystem(S3Mock.configuration(server.port()))) {
      while (process.isAlive() && !s3.exists(new org.apache.hadoop.fs.Path(LAKE + path))) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  private static void copy(String from, String to, Configuration hadoop) throws IOException {
    org.apache.hadoop.fs.Path source = new org.apache.hadoop.fs.Path(from);
    org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(to);
    org.apache.hadoop.fs.FileUtil.copy(
        source.getFileSystem(hadoop), source, target.getFileSystem(hadoop), target, false, hadoop);
  }

  private static String[] score(String output, String... more) {
    List<String> arguments = new ArrayList<>();
    S3Mock.settings(proxy.port())
        .forEach(
            (key, value) ->
                arguments.addAll(List.of("--conf", "spark.hadoop." + key + "=" + value)));
    List<String> score = Lake.score(Path.of("articles"), Path.of("scores"), more);
    score.replaceAll(
        word ->
            word.replaceFirst("^--input=.*", "--input=" + LAKE + "articles")
                .replaceFirst("^--output=.*", "--output=" + LAKE + output)
                .replaceFirst("^--model=.*", "--model=" + LAKE + "model"));
    arguments.addAll(score);
    arguments.add("--set=score.slice-size=1");
    return arguments.toArray(String[]::new);
  }
}
