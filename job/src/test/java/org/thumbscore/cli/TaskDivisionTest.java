package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.testing.SharedSpark;

/** How a run divides an input of few row groups over the two slots of the tests' session. */
class TaskDivisionTest {
  private static final SparkSession SPARK = SharedSpark.session();

  @TempDir Path folder;

  @Test
  void oneRowGroupIsScoredInAllSlotsAndEachRowOnce() throws IOException {
    Path articles = write("one", 4, 1);
    Said auto = score(articles, "auto");
    assertEquals(2, files(auto.output()));
    assertEquals(List.of(), auto.warnings());
    Said single = score(articles, "single", "--set=score.partitions=1");
    assertEquals(1, files(single.output()));
    assertEquals(
        List.of(
            "score.partitions=1 leaves slots idle: 2 tasks can run at a time. Set it to auto, or to at least 2"),
        single.warnings());
    Dataset<Row> expected = Call.table(single.output());
    assertEquals(SPARK.read().parquet(articles.toString()).count(), expected.count());
    Lake.requireSame(expected, Call.table(auto.output()));
  }

  @Test
  void severalWavesWarnOnce() throws IOException {
    Said said =
        score(write("days", 8, 3), "waves", "--set=score.partitions=1", "--set=score.wave-size=1");
    assertEquals(1, said.warnings().size(), said.warnings().toString());
  }

  @Test
  void smallInputIsLeftAlone() throws IOException {
    Path few = folder.resolve("few");
    articles(1, 1).limit(50).coalesce(1).write().partitionBy("day").parquet(few.toString());
    Said said = score(few, "small");
    assertEquals(1, files(said.output()));
    assertEquals(List.of(), said.warnings());
  }

  private Path write(String name, int copies, int days) {
    Path path = folder.resolve(name);
    articles(copies, days).coalesce(1).write().partitionBy("day").parquet(path.toString());
    return path;
  }

  private static Dataset<Row> articles(int copies, int days) {
    return SPARK
        .read()
        .parquet(Lake.SAMPLES.toString())
        .limit(60)
        .crossJoin(SPARK.range(copies).withColumnRenamed("id", "copy"))
        .selectExpr(
            "concat(id, '-', copy) as id",
            "source",
            "summary",
            "thumbnail",
            "label",
            "pmod(copy, %d) as day".formatted(days));
  }

  private record Said(Path output, List<String> warnings) {}

  private Said score(Path articles, String name, String... more) {
    Path output = folder.resolve("scores-" + name);
    Logger logger = (Logger) LogManager.getLogger("org.thumbscore.run.WaveRunner");
    Warnings warnings = new Warnings();
    warnings.start();
    logger.addAppender(warnings);
    try {
      assertEquals("", Lake.run(Lake.score(articles, output, more)).failure());
    } finally {
      logger.removeAppender(warnings);
      warnings.stop();
    }
    return new Said(output, warnings.lines);
  }

  private static final class Warnings extends AbstractAppender {
    private final List<String> lines = new ArrayList<>();

    Warnings() {
      super("warnings", null, null, false, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      if (event.getLevel().equals(Level.WARN)) {
        lines.add(event.getMessage().getFormattedMessage());
      }
    }
  }

  private static long files(Path output) throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .filter(file -> !file.toString().contains("_thumbscore"))
          .count();
    }
  }
}
