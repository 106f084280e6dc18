package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.encoder.EncoderBundle;
import org.thumbscore.hostile.Corpus;
import org.thumbscore.hostile.Hostile;
import org.thumbscore.hostile.HostileImages;
import org.thumbscore.image.ImagePreprocessor;
import org.thumbscore.image.PreparedImage;
import org.thumbscore.image.header.ImageFormat;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.resample.PreprocessingProfile;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.score.RowStatus;

/**
 * Damaged and hostile images go through the job, in a process with a small heap that ends with the
 * first OutOfMemoryError, wherever it is caught.
 */
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class CorpusIT {
  private static final long SEED = 20_261_124;
  private static final int MUTATIONS = Integer.getInteger("thumbscore.mutations", 20_000);
  private static final long HEAP = 2L << 30;

  /** Libraries, threads and code, and what native decoders take of half a heap. */
  private static final long BESIDE_HEAP = 2L << 30;

  private static final double MOST_CPU_SECONDS = 10;
  private static final Path MODEL = Lake.MODEL;

  @TempDir static Path folder;

  private static Watched run;
  private static Dataset<Row> scores;

  @BeforeAll
  static void scoreTheCorpus() throws Exception {
    Path corpus = folder.resolve("corpus");
    Corpus.of(MUTATIONS, SEED).write(corpus);
    run =
        Watched.in(
            folder,
            Map.of(
                "THUMBSCORE_MEMORY", "2g", "THUMBSCORE_JAVA_OPTS", "-XX:+ExitOnOutOfMemoryError"),
            List.of(
                "score",
                "--input=" + corpus,
                "--output=" + folder.resolve("scores"),
                "--model=" + MODEL,
                "--id-column=id",
                "--text-column=text",
                "--image-column=thumbnail",
                "--keep=format,source,mutation",
                "--set=score.max-reject-fraction=1"),
            process -> {});
    assertEquals(0, run.code(), () -> run.out() + last(run.err()));
    scores = Call.table(folder.resolve("scores")).cache();
  }

  private static String last(String text) {
    List<String> lines = text.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  @Test
  void everyImageHasOneStatus() throws IOException {
    long rows = (long) MUTATIONS * ImageFormat.values().length;
    rows += Corpus.of(MUTATIONS, SEED).wholeCount() + HostileImages.all().size();
    assertEquals(rows, scores.count());
    assertEquals(rows, scores.select("id").distinct().count());
    Set<String> known =
        Stream.of(RowStatus.values()).map(RowStatus::name).collect(Collectors.toSet());
    Map<String, Map<String, Long>> counts = counts();
    counts.values().forEach(statuses -> assertTrue(known.containsAll(statuses.keySet())));
    assertTrue(run.out().contains("%,d in, %,d out".formatted(rows, rows)), run.out());
    System.out.printf("corpus of %,d images, by format and status: %s%n", rows, counts);
    System.out.printf(
        "corpus: %.0f s, %.0f images/s, peak memory %d MiB with a heap of %d MiB%n",
        run.seconds(), rows / run.seconds(), run.peak() >> 20, HEAP >> 20);
  }

  private static Map<String, Map<String, Long>> counts() {
    return scores.groupBy("format", "status").count().collectAsList().stream()
        .collect(
            Collectors.groupingBy(
                row -> row.getString(0),
                java.util.TreeMap::new,
                Collectors.toMap(
                    row -> row.getString(1),
                    row -> row.getLong(2),
                    Long::sum,
                    java.util.TreeMap::new)));
  }

  @Test
  void theProcessNeitherCrashesNorGrows() throws IOException {
    assertTrue(
        run.peak() < HEAP + BESIDE_HEAP,
        () -> "peak memory is " + (run.peak() >> 20) + " MiB of a process with a heap of 2 GiB");
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of(), files.filter(f -> f.getFileName().toString().startsWith("hs_err")).toList());
    }
    String log = Files.readString(folder.resolve("test.log"));
    assertFalse(log.contains("Lost "), "a task or an executor was lost: see " + folder);
    assertFalse(log.contains("OutOfMemoryError"), log);
  }

  @Test
  void everyErrorIsOneLine() {
    assertEquals(0, scores.filter("status != 'OK' and error is null").count());
    assertEquals(0, scores.filter("status = 'OK' and error is not null").count());
    assertEquals(
        List.of(),
        scores.filter("error rlike '[\\\\x00-\\\\x1f]'").select("id", "error").takeAsList(5));
  }

  /** What is missing was behind the pixels. */
  @Test
  void truncatedImageIsRejectedOrWhole() {
    Dataset<Row> whole =
        scores.filter("mutation = 'WHOLE'").selectExpr("source", "similarity as expected");
    assertEquals(0, whole.filter("expected is null").count());
    Dataset<Row> cut = scores.filter("mutation like 'CUT_OFF%'").join(whole, "source");
    long tried = cut.count();
    long ok = cut.filter("status = 'OK'").count();
    System.out.printf("corpus: of %,d truncated images %,d are whole%n", tried, ok);
    assertTrue(tried > MUTATIONS / 2, tried + " truncated images are too few");
    assertEquals(
        List.of(), cut.filter("status = 'OK' and abs(similarity - expected) > 1e-6").takeAsList(5));
  }

  @Test
  void hostileImagesHaveTheStatusExpected() {
    Map<String, Hostile> hostiles =
        HostileImages.all().stream().collect(Collectors.toMap(Hostile::name, Function.identity()));
    List<String> unexpected = new ArrayList<>();
    for (Row row : scores.filter("mutation = 'HOSTILE'").collectAsList()) {
      Hostile hostile = hostiles.get(row.<String>getAs("id"));
      String status = row.getAs("status");
      if (!hostile.statuses().contains(RowStatus.valueOf(status))) {
        unexpected.add(hostile.name() + ": " + status + " " + row.getAs("error"));
      }
    }
    assertEquals(List.of(), unexpected);
  }

  @Test
  void noImageKeepsADecoderBusy() {
    ImagePreprocessor preprocessor =
        ImagePreprocessor.open(
            EncoderBundle.of(ModelBundle.open(MODEL)).spec().preprocessor(),
            PreprocessingProfile.PILLOW,
            ImageLimits.DEFAULT,
            folder.resolve("natives"));
    record Timed(String name, double seconds, PreparedImage outcome) {}
    List<Timed> timed = new ArrayList<>();
    for (Hostile hostile : HostileImages.all()) {
      byte[] bytes = hostile.bytes();
      long before = cpuNanos();
      PreparedImage outcome = preprocessor.prepare(bytes);
      timed.add(new Timed(hostile.name(), (cpuNanos() - before) / 1e9, outcome));
    }
    timed.sort(Comparator.comparingDouble(Timed::seconds).reversed());
    IntStream.range(0, 8)
        .mapToObj(timed::get)
        .forEach(t -> System.out.printf("corpus: %s takes %.1f s%n", t.name(), t.seconds()));
    assertTrue(timed.get(0).seconds() < MOST_CPU_SECONDS, timed.get(0)::toString);
  }

  /** Not what the clock says: other tests may be running. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
