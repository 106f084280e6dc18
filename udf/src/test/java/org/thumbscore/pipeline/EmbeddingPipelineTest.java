package org.thumbscore.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thumbscore.encoder.DualEncoder;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.encoder.EncoderBundle;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.resample.PreprocessingProfile;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.runtime.Device;
import org.thumbscore.runtime.DeviceChoice;
import org.thumbscore.runtime.DevicePreference;
import org.thumbscore.runtime.DeviceSettings;
import org.thumbscore.testing.DrawnImages;
import org.thumbscore.testing.TestBundles;

class EmbeddingPipelineTest {
  private static final int BATCH = 4;
  private static final EncoderSettings SETTINGS = settings(BATCH, 2, true);

  @TempDir static Path scratch;
  private static DualEncoder encoder;
  private static List<Article<Integer>> articles;
  private static List<EmbeddedArticle<Integer>> expected;

  @BeforeAll
  static void embedOnce() {
    encoder = open(SETTINGS);
    articles = articles(23);
    expected = run(encoder, articles, SETTINGS);
  }

  @AfterAll
  static void close() {
    encoder.close();
  }

  @Test
  void oneResultForEachArticleInInputOrder() {
    assertEquals(
        IntStream.range(0, articles.size()).boxed().toList(),
        expected.stream().map(EmbeddedArticle::payload).toList());
  }

  @Test
  void outcomesSayWhatWasMissingOrDamaged() {
    assertInstanceOf(EmbeddedArticle.Incomplete.class, expected.get(5).outcome());
    assertFalse(expected.get(5).tokens().isPresent(), "no text");
    assertInstanceOf(EmbeddedArticle.Incomplete.class, expected.get(6).outcome());
    assertTrue(expected.get(6).tokens().isPresent(), "a text without an image is tokenized");
    assertInstanceOf(EmbeddedArticle.ImageRejected.class, expected.get(7).outcome());
    assertEquals(
        20,
        expected.stream()
            .filter(result -> result.outcome() instanceof EmbeddedArticle.Pair)
            .count());
  }

  @ParameterizedTest
  @CsvSource({"1, 1, true", "3, 4, false", "7, 1, true", "32, 4, false", "24, 1, true"})
  void embeddingDoesNotDependOnBatchSizeOrDeduplication(int batch, int ahead, boolean deduplicate) {
    EncoderSettings other = settings(batch, ahead, deduplicate);
    try (DualEncoder same = open(other)) {
      assertSame(expected, run(same, articles, other));
    }
  }

  @Test
  void permutedArticlesGivePermutedResults() {
    List<Article<Integer>> shuffled = new ArrayList<>(articles);
    Collections.shuffle(shuffled, new Random(2));
    List<EmbeddedArticle<Integer>> results = run(encoder, shuffled, SETTINGS);
    assertSame(shuffled.stream().map(article -> expected.get(article.payload())).toList(), results);
  }

  @Test
  void concurrentPartitionsShareAnEncoder() throws Exception {
    ExecutorService tasks = Executors.newFixedThreadPool(3);
    try {
      List<Future<List<EmbeddedArticle<Integer>>>> partitions = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        partitions.add(tasks.submit(() -> run(encoder, articles, SETTINGS)));
      }
      for (Future<List<EmbeddedArticle<Integer>>> partition : partitions) {
        assertSame(expected, partition.get());
      }
    } finally {
      tasks.shutdown();
    }
  }

  @Test
  void neverReadsFurtherAheadThanItsBatches() {
    AtomicInteger read = new AtomicInteger();
    Iterator<Article<Integer>> endless =
        Stream.generate(() -> articles.get(read.getAndIncrement() % 3)).iterator();
    try (EmbeddingPipeline<Integer> pipeline = pipeline(encoder, endless, SETTINGS)) {
      for (int taken = 0; taken < 30; taken++) {
        pipeline.next();
        assertTrue(read.get() - taken <= 2 * BATCH, read + " read, " + taken + " taken");
      }
    }
  }

  @Test
  void identicalImagesAndTextsAreEmbeddedOnceWithinTheLookAhead() {
    List<Article<Integer>> same =
        IntStream.range(0, 8)
            .mapToObj(i -> article(i, "the same words", bytes(articles.get(0))))
            .toList();
    List<EmbeddedArticle<Integer>> results = run(encoder, same, SETTINGS);
    Embedding.Unit first = pair(results.get(0)).image();
    results.forEach(result -> Assertions.assertSame(first, pair(result).image(), "one for all"));
  }

  @Test
  void anAbandonedPipelineGivesEverythingBack() {
    int before = encoder.idleBuffers();
    EmbeddingPipeline<Integer> pipeline = pipeline(encoder, articles.iterator(), SETTINGS);
    pipeline.next();
    pipeline.close();
    pipeline.close();
    assertFalse(pipeline.hasNext());
    assertThrows(NoSuchElementException.class, pipeline::next);
    assertTrue(encoder.idleBuffers() >= before);
    assertSame(expected, run(encoder, articles, SETTINGS));
  }

  @Test
  void aFailingSourceFailsThePipelineAndLeavesTheEncoderUsable() {
    Iterator<Article<Integer>> failing =
        Stream.concat(
                articles.stream().limit(2),
                Stream.<Article<Integer>>generate(
                    () -> {
                      throw new IllegalStateException("the source is gone");
                    }))
            .iterator();
    try (EmbeddingPipeline<Integer> pipeline = pipeline(encoder, failing, SETTINGS)) {
      assertThrows(IllegalStateException.class, pipeline::next);
    }
    assertSame(expected, run(encoder, articles, SETTINGS));
  }

  @Test
  void aDeviceWithTooLittleMemoryRunsFewerRowsAtOnce(@TempDir Path folder) {
    EncoderSettings eight = settings(8, 2, true);
    List<EmbeddedArticle<Integer>> enough;
    try (DualEncoder split = open(TestBundles.copy("split", folder), eight)) {
      enough = run(split, articles, eight);
      assertFalse(split.description().contains("memory"), split.description());
    }
    try (DualEncoder small = open(TestBundles.copyShortOfMemory(folder), eight)) {
      assertSame(enough, run(small, articles, eight));
      assertEquals(8, small.maxBatch());
      assertEquals(2, small.imagesAtOnce());
      assertTrue(
          small
              .description()
              .endsWith(
                  ", image tower on 2 rows at once instead of 8 for lack of memory, text tower on 2"
                      + " rows at once instead of 8 for lack of memory"),
          small.description());
      assertSame(enough, run(small, articles, eight));
    }
  }

  private static List<Article<Integer>> articles(int count) {
    List<Article<Integer>> articles = new ArrayList<>();
    Random random = new Random(4);
    for (int i = 0; i < count; i++) {
      String words = "ferry harbour storm rescue ".repeat(1 + random.nextInt(30)) + i;
      articles.add(article(i, words, DrawnImages.jpeg(i, 120 + 9 * i, 200)));
    }
    articles.set(5, new Article<>(5, Optional.empty(), articles.get(5).image()));
    articles.set(6, new Article<>(6, articles.get(6).text(), Optional.empty()));
    articles.set(7, article(7, "cut off", new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0}));
    return articles;
  }

  private static Article<Integer> article(int payload, String text, byte[] image) {
    return new Article<>(payload, Optional.of(text), Optional.of(new ArticleImage.Encoded(image)));
  }

  private static byte[] bytes(Article<Integer> article) {
    return ((ArticleImage.Encoded) article.image().orElseThrow()).bytes();
  }

  private static EncoderSettings settings(int batch, int ahead, boolean deduplicate) {
    return new EncoderSettings(
        DeviceSettings.of(DevicePreference.CPU),
        List.of(),
        batch,
        ahead,
        deduplicate,
        PreprocessingProfile.PILLOW,
        ImageLimits.DEFAULT,
        EncoderSettings.DEFAULT_TEXT_CHARS);
  }

  private static DualEncoder open(EncoderSettings settings) {
    return open(TestBundles.mini(), settings);
  }

  private static DualEncoder open(Path bundle, EncoderSettings settings) {
    return open(ModelBundle.open(bundle), settings);
  }

  private static DualEncoder open(ModelBundle bundle, EncoderSettings settings) {
    DeviceChoice cpu = new DeviceChoice(new Device.Cpu(), false, "score.device=cpu");
    return DualEncoder.open(EncoderBundle.of(bundle), settings, cpu, 2, scratch);
  }

  private static EmbeddingPipeline<Integer> pipeline(
      DualEncoder encoder, Iterator<Article<Integer>> source, EncoderSettings settings) {
    return new EmbeddingPipeline<>(source, encoder, settings, new StageTimes());
  }

  private static List<EmbeddedArticle<Integer>> run(
      DualEncoder encoder, List<Article<Integer>> articles, EncoderSettings settings) {
    List<EmbeddedArticle<Integer>> results = new ArrayList<>();
    try (EmbeddingPipeline<Integer> pipeline = pipeline(encoder, articles.iterator(), settings)) {
      pipeline.forEachRemaining(results::add);
    }
    return results;
  }

  private static float[] values(Embedding.Unit embedding) {
    return embedding.vectors().values();
  }

  private static EmbeddedArticle.Pair pair(EmbeddedArticle<Integer> result) {
    return assertInstanceOf(EmbeddedArticle.Pair.class, result.outcome());
  }

  private static void assertSame(
      List<EmbeddedArticle<Integer>> expected, List<EmbeddedArticle<Integer>> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).payload(), found.get(i).payload());
      if (expected.get(i).outcome() instanceof EmbeddedArticle.Pair pair) {
        // Another batch is another blocking of the same float32 sums.
        assertArrayEquals(values(pair.image()), values(pair(found.get(i)).image()), 1e-6f);
        assertArrayEquals(values(pair.text()), values(pair(found.get(i)).text()), 1e-6f);
      } else {
        assertEquals(expected.get(i).outcome(), found.get(i).outcome());
      }
    }
  }
}
