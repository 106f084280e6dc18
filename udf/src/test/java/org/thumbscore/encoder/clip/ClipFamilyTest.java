package org.thumbscore.encoder.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.encoder.ModelFamily;
import org.thumbscore.encoder.PixelBatch;
import org.thumbscore.encoder.TokenBatch;
import org.thumbscore.encoder.Towers;
import org.thumbscore.encoder.UnitVectors;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.GraphFiles;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.model.Precision;
import org.thumbscore.model.PreprocessorConfig;
import org.thumbscore.runtime.Device;
import org.thumbscore.runtime.DeviceChoice;
import org.thumbscore.runtime.DevicePreference;
import org.thumbscore.runtime.DeviceSettings;
import org.thumbscore.runtime.EncoderException;
import org.thumbscore.runtime.GraphSession;
import org.thumbscore.runtime.Tensor;
import org.thumbscore.testing.TestBundles;

class ClipFamilyTest {
  private static final int SAMPLES = 3 * 224 * 224;
  private static final ModelFamily FAMILY = new ClipFamily();
  // The lengths differ; the end token is the tokenizer's last.
  private static final TokenBatch TEXTS =
      new TokenBatch(
          2, 2, 4, new int[] {0, 5, 9, 1, 0, 7, 1, 1}, new int[] {1, 1, 1, 1, 1, 1, 1, 0});

  @TempDir Path folder;

  /** Three exports of one model: towers, towers with a mask and hidden states, one graph. */
  @ParameterizedTest
  @ValueSource(strings = {"split-masked", "combined"})
  void everyExportOfAModelGivesTheSame(String kind) {
    try (Opened split = open("split");
        Opened other = open(kind)) {
      assertClose(split.towers().images(pixels(3)), other.towers().images(pixels(3)));
      assertClose(split.towers().texts(TEXTS), other.towers().texts(TEXTS));
    }
  }

  @Test
  void spareRowsOfABatchAreNotReturned() {
    try (Opened split = open("split")) {
      PixelBatch three = pixels(3);
      PixelBatch spare = new PixelBatch(2, 3, three.pixels(), three.size());
      assertEquals(
          bits(split.towers().images(three)).subList(0, 2), bits(split.towers().images(spare)));
    }
  }

  @Test
  void concurrentRunsGiveWhatOneAfterTheOtherGives() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Opened opened = open("split")) {
      Towers towers = opened.towers();
      List<List<Float>> images = bits(towers.images(pixels(2)));
      List<List<Float>> texts = bits(towers.texts(TEXTS));
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        runs.add(
            threads.submit(
                () -> {
                  assertEquals(images, bits(towers.images(pixels(2))));
                  assertEquals(texts, bits(towers.texts(TEXTS)));
                }));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aVisionTowerWithoutProjectionIsRefusedOnOpening() throws IOException {
    Path bundle = TestBundles.copy("split", folder);
    Files.copy(
        TestBundles.made("refused/pooler-output/vision_model.onnx"),
        bundle.resolve("onnx/vision_model.onnx"),
        StandardCopyOption.REPLACE_EXISTING);
    assertEquals(
        "Cannot use bundle split: vision_model.onnx yields 'pooler_output' FLOAT [-1, 16] but no"
            + " 'image_embeds': it lacks the projection; export the model WithProjection",
        refusal(bundle));
  }

  @Test
  void towersOfAnotherWidthThanTheConfigAreRefusedOnOpening() throws IOException {
    Path bundle = TestBundles.copy("split", folder);
    Path config = bundle.resolve("config.json");
    String text = Files.readString(config);
    Files.writeString(
        config, text.replaceAll("\"projection_dim\": \\d+", "\"projection_dim\": 24"));
    String message = refusal(bundle);
    assertTrue(message.startsWith("Cannot use bundle split: "), message);
    assertTrue(message.contains("24") && message.contains("16"), message);
  }

  @Test
  void aGraphThatIsNoneIsRefusedInOneLine() throws IOException {
    Path bundle = TestBundles.copy("split", folder);
    Files.write(
        bundle.resolve("onnx/text_model.onnx"), "no graph".getBytes(StandardCharsets.UTF_8));
    String message = refusal(bundle);
    assertTrue(message.startsWith("Cannot use bundle split: ONNX Runtime refuses"), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void cudaWithoutDeviceFailsBeforeFirstRow() {
    ModelBundle bundle = ModelBundle.open(TestBundles.copy("split", folder));
    EncoderException refused =
        assertThrows(
            EncoderException.class,
            () -> {
              DeviceChoice cuda =
                  DeviceChoice.of(
                      DeviceSettings.of(DevicePreference.CUDA),
                      new DeviceChoice.Host(List.of(), 1, List.of()));
              open(bundle, cuda.device()).close();
            });
    assertTrue(refused.getMessage().contains("score.device=cpu"), refused.getMessage());
  }

  private record Opened(GraphSession session, Towers towers) implements AutoCloseable {
    @Override
    public void close() {
      session.close();
    }
  }

  private Opened open(String kind) {
    return open(ModelBundle.open(TestBundles.copy(kind, folder)), new Device.Cpu());
  }

  private static Opened open(ModelBundle bundle, Device device) {
    GraphFiles files = bundle.graphs(FAMILY.exports(), List.of(Precision.FP32));
    GraphSession session = GraphSession.open(bundle.name(), files, device);
    try {
      return new Opened(session, FAMILY.load(bundle, session, Path.of("unused")));
    } catch (BundleException e) {
      session.close();
      throw e;
    }
  }

  private static String refusal(Path bundle) {
    return assertThrows(
            BundleException.class, () -> open(ModelBundle.open(bundle), new Device.Cpu()).close())
        .getMessage();
  }

  private static PixelBatch pixels(int rows) {
    FloatBuffer pixels = Tensor.buffer(rows * SAMPLES);
    Random random = new Random(11);
    while (pixels.hasRemaining()) {
      pixels.put((float) random.nextGaussian());
    }
    return new PixelBatch(rows, rows, pixels.flip(), new PreprocessorConfig.Size(224, 224));
  }

  private static List<List<Float>> bits(List<Embedding> embeddings) {
    return embeddings.stream()
        .map(e -> values(e))
        .map(v -> IntStream.range(0, v.length).mapToObj(i -> v[i]).toList())
        .toList();
  }

  private static float[] values(Embedding embedding) {
    UnitVectors vectors = assertInstanceOf(Embedding.Unit.class, embedding).vectors();
    assertEquals(1, vectors.count());
    assertEquals(16, vectors.width());
    return vectors.values();
  }

  private static void assertClose(List<Embedding> expected, List<Embedding> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      // Another graph is another order of additions in float32.
      assertArrayEquals(values(expected.get(i)), values(found.get(i)), 2e-6f);
    }
  }
}
