package org.thumbscore.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.lake.SharedSpark;
import org.thumbscore.testing.FaultyProxy;
import org.thumbscore.testing.S3Mock;

/** From S3 to S3, by the launcher, over a network that is not kind. */
class S3FaultsIT {
  private static final long SEED = 20_261_124;
  private static final String LAKE = "s3a://" + S3Mock.BUCKET + "/";

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
    copy(
        Lake.CONF.resolve("models/thumbscore-mini").toString(),
        LAKE + "model",
        S3Mock.configuration(server.port()));
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
    long faults = proxy.injected().values().stream().mapToLong(count -> count.sum()).sum();
    System.out.printf(
        "S3 faults injected: %d in %d requests %s%n", faults, proxy.requests(), proxy.injected());
    assertTrue(faults > 20, faults + " faults are too few to tell");
    requireWhole("faults");
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
  void killedWhileItWritesToS3ItGoesOn() throws Exception {
    int kills = 0;
    for (int millis : new int[] {300, 1_500, 3_000}) {
      String id = "kill-" + millis;
      Process process = Launched.start(folder, score("killed", "--run-id=" + id));
      awaitObject("killed/_thumbscore/staging/" + id, process);
      kills += process.waitFor(millis, TimeUnit.MILLISECONDS) ? 0 : 1;
      process.destroyForcibly().waitFor();
    }
    Launched last = Launched.in(folder, score("killed"));
    assertEquals(0, last.code(), last.err());
    System.out.printf("S3 kills survived: %d; %s%n", kills, last.out().lines().findFirst().get());
    requireWhole("killed");
  }

  @Test
  void credentialsAreNowhere() throws Exception {
    Launched done = Launched.in(folder, score("credentials"));
    assertEquals(0, done.code(), done.err());
    List<String> wrong = new ArrayList<>(List.of(score("credentials-2")));
    wrong.replaceAll(
        word ->
            word.equals("--input=" + LAKE + "articles")
                ? "--input=s3a://absent-bucket/articles"
                : word);
    Launched failed = Launched.in(folder, wrong.toArray(String[]::new));
    assertEquals(4, failed.code(), failed.err());
    assertEquals(1, failed.err().lines().count(), failed.err());
    Path runs = folder.resolve("runs");
    copy(LAKE + "credentials/_thumbscore", runs.toString(), S3Mock.configuration(server.port()));
    String all =
        done.out()
            + done.err()
            + failed.out()
            + failed.err()
            + Files.readString(folder.resolve("test.log"))
            + textOf(runs);
    assertTrue(all.contains("\"run_id\""), "the run's record is among what is looked at");
    assertFalse(all.contains("PLANTEDACCESSKEY"), "access key in a log, record or message");
    assertFalse(all.contains("planted-secret-key"), "secret key in a log, record or message");
  }

  private static String textOf(Path directory) throws IOException {
    StringBuilder text = new StringBuilder();
    try (var files = Files.walk(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  private static void requireWhole(String output) throws IOException {
    Path copy = folder.resolve("copy-of-" + output);
    copy(LAKE + output, copy.toString(), S3Mock.configuration(server.port()));
    Lake.requireSame(Call.table(undisturbed), Call.table(copy));
    assertTrue(Files.exists(copy.resolve("_SUCCESS")));
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
