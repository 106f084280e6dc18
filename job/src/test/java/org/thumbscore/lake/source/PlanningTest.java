package org.thumbscore.lake.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.lake.plan.Slice;
import org.thumbscore.lake.plan.Slicer;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.testing.SharedSpark;

/** How long it takes to plan an input of very many files. */
@Tag("slow")
class PlanningTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final int DIRECTORIES = 2_000;
  private static final int FILES = 10;
  private static final Duration LONGEST = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void twentyThousandFilesArePlannedWithinAMinute() throws IOException {
    Path lake = write();
    SPARK.range(1).count();
    long start = System.nanoTime();
    ArticleSource source =
        ArticleSource.open(SPARK, new InputLocation(lake.toString(), Optional.empty()));
    long opened = System.nanoTime();
    List<Slice> slices = source.slices(new Slicer(Long.MAX_VALUE), List.of());
    SliceCounts counts = source.count(slices);
    long planned = System.nanoTime();
    assertEquals(DIRECTORIES, slices.size());
    assertEquals(5L * DIRECTORIES * FILES, sum(counts.rows()));
    List<Slice> wave = slices.subList(0, DIRECTORIES / 4);
    ChosenColumns columns = new ChosenColumns("id", "text", "image", Map.of(), List.of("day"));
    int tasks = source.of(wave).select(columns).javaRDD().getNumPartitions();
    long selected = System.nanoTime();
    assertEquals(Map.of(), source.changed(wave));
    long looked = System.nanoTime();
    System.out.printf(
        "%,d files in %,d directories: opened in %.1f s, planned in %.1f s; a wave of %,d files: %d tasks planned in %.1f s, looked at again in %.1f s%n",
        DIRECTORIES * FILES,
        DIRECTORIES,
        seconds(start, opened),
        seconds(opened, planned),
        wave.size() * FILES,
        tasks,
        seconds(planned, selected),
        seconds(selected, looked));
    assertTrue(planned - start < LONGEST.toNanos(), seconds(start, planned) + " s to plan");
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }

  private static long sum(Map<String, Long> rows) {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Copies of one tiny file, without checksums, as a store has them. */
  private Path write() throws IOException {
    Path written = folder.resolve("written");
    SPARK
        .range(5)
        .coalesce(1)
        .selectExpr("id", "concat('text ', id) as text", "cast('x' as binary) as image")
        .write()
        .parquet(written.toString());
    byte[] file;
    try (Stream<Path> files = Files.list(written)) {
      file =
          Files.readAllBytes(
              files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow());
    }
    Path lake = folder.resolve("lake");
    for (int day = 0; day < DIRECTORIES; day++) {
      Path directory = Files.createDirectories(lake.resolve("day=%04d".formatted(day)));
      for (int i = 0; i < FILES; i++) {
        Files.write(directory.resolve("part-%d.parquet".formatted(i)), file);
      }
    }
    return lake;
  }
}
