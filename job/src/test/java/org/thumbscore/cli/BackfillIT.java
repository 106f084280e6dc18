package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.testing.SharedSpark;

/** Four processes at a time write the days of a lake into one output, and some are killed. */
@Tag("slow")
class BackfillIT {
  private static final int DAYS = 6;
  private static final int AT_ONCE = 4;
  private static final int KILLS = 3;
  private static final long SEED = 20_261_127;

  @TempDir Path folder;

  /** A run of a day, and the file of its errors. */
  private record Day(String name, Process process, Path errors) {}

  @Test
  void everyRowIsThereOnceAfterABackfillWithKills() throws Exception {
    SparkSession spark = SharedSpark.session();
    Path articles = folder.resolve("articles");
    Lake.write(spark, articles, 4, DAYS, 5);
    List<String> days = days(articles);
    assertEquals(DAYS, days.size());
    Path undisturbed = folder.resolve("undisturbed");
    for (String day : days) {
      assertEquals("", Lake.run(score(articles.resolve(day), undisturbed)).failure());
    }

    Path output = folder.resolve("scores");
    Deque<String> waiting = new ArrayDeque<>(days);
    List<Day> running = new ArrayList<>();
    Random random = new Random(SEED);
    int kills = 0;
    int together = 0;
    while (!waiting.isEmpty() || !running.isEmpty()) {
      while (running.size() < AT_ONCE && !waiting.isEmpty()) {
        running.add(start(articles, output, waiting.poll()));
      }
      together = Math.max(together, locks(output));
      if (kills < KILLS && locks(output) == running.size()) {
        // All are at work on the output.
        Day victim = running.remove(random.nextInt(running.size()));
        victim.process().destroyForcibly().waitFor();
        waiting.addFirst(victim.name());
        kills++;
      }
      for (Day day : List.copyOf(running)) {
        if (day.process().waitFor(50, TimeUnit.MILLISECONDS)) {
          assertEquals(0, day.process().exitValue(), Files.readString(day.errors()));
          running.remove(day);
        }
      }
    }
    assertEquals(KILLS, kills);
    assertTrue(together >= 3, "at most " + together + " runs wrote at the same time");
    Lake.requireSame(withDay(undisturbed), withDay(output));
    assertTrue(Files.exists(output.resolve("_SUCCESS")));
    for (String left : List.of("staging", "locks", "turns")) {
      assertFalse(Files.exists(output.resolve("_thumbscore").resolve(left)), left);
    }
    System.out.printf("backfill: %d days, %d kills, %d runs at once%n", DAYS, kills, together);
  }

  private Day start(Path articles, Path output, String day) throws IOException {
    Path errors = Files.createTempFile(folder, day, ".err");
    List<String> command = new ArrayList<>(score(articles.resolve(day), output));
    command.add("--run-id=" + day.replace('=', '-'));
    return new Day(
        day,
        Launched.start(
            folder, ProcessBuilder.Redirect.to(errors.toFile()), command.toArray(String[]::new)),
        errors);
  }

  private static List<String> score(Path input, Path output) {
    List<String> arguments =
        new ArrayList<>(
            Lake.score(
                input, output, "--set=score.slice-size=1", "--set=score.wave-size=1", "--wait=5m"));
    arguments.removeIf(argument -> argument.startsWith("--partition-by"));
    return arguments;
  }

  /** The rows of a day's directory do not know the day. */
  private static Dataset<Row> withDay(Path output) {
    return Call.table(output).withColumn("day", functions.lit(""));
  }

  private static List<String> days(Path articles) throws IOException {
    try (Stream<Path> days = Files.list(articles)) {
      return days.filter(Files::isDirectory)
          .map(day -> day.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private static int locks(Path output) {
    String[] names = output.resolve("_thumbscore/locks").toFile().list();
    return names == null ? 0 : (int) Stream.of(names).filter(name -> !name.startsWith(".")).count();
  }
}
