package org.thumbscore.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.testing.TestBundles;

class EncoderSessionTest {
  private static final int SAMPLES = 3 * 224 * 224;
  private static final DeviceChoice CPU = DeviceChoice.of(DevicePreference.CPU, List.of());
  // The lengths differ; the end token is the tokenizer's last.
  private static final TokenMatrix TEXTS =
      new TokenMatrix(2, 4, new int[] {0, 5, 9, 1, 0, 7, 1, 1}, new int[] {1, 1, 1, 1, 1, 1, 1, 0});

  @TempDir Path folder;

  /** Three exports of one model: towers, towers with a mask and hidden states, one graph. */
  @ParameterizedTest
  @ValueSource(strings = {"split-masked", "combined"})
  void everyExportOfAModelGivesTheSame(String kind) {
    try (EncoderSession split = open("split");
        EncoderSession other = open(kind)) {
      assertClose(
          normalized(split.images(pixels(split, 3), 3)),
          normalized(other.images(pixels(other, 3), 3)));
      assertClose(normalized(split.texts(TEXTS)), normalized(other.texts(TEXTS)));
    }
  }

  @Test
  void concurrentRunsGiveWhatOneAfterTheOtherGives() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (EncoderSession session = open("split")) {
      float[] images = session.images(pixels(session, 2), 2);
      float[] texts = session.texts(TEXTS);
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        runs.add(
            threads.submit(
                () -> {
                  assertArrayEquals(images, session.images(pixels(session, 2), 2));
                  assertArrayEquals(texts, session.texts(TEXTS));
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
              DeviceChoice cuda = DeviceChoice.of(DevicePreference.CUDA, List.of());
              EncoderSession.open(bundle, List.of(), cuda).close();
            });
    assertTrue(refused.getMessage().contains("score.device=cpu"), refused.getMessage());
  }

  private EncoderSession open(String kind) {
    return EncoderSession.open(ModelBundle.open(TestBundles.copy(kind, folder)), List.of(), CPU);
  }

  private static String refusal(Path bundle) {
    return assertThrows(
            BundleException.class,
            () -> EncoderSession.open(ModelBundle.open(bundle), List.of(), CPU).close())
        .getMessage();
  }

  private static FloatBuffer pixels(EncoderSession session, int rows) {
    FloatBuffer pixels = session.pixelBuffer(rows);
    Random random = new Random(11);
    while (pixels.position() < rows * SAMPLES) {
      pixels.put((float) random.nextGaussian());
    }
    return pixels.position(0);
  }

  private static double[] normalized(float[] rows) {
    int width = 16;
    double[] unit = new double[rows.length];
    for (int row = 0; row < rows.length; row += width) {
      double sum = 0;
      for (int i = row; i < row + width; i++) {
        sum += (double) rows[i] * rows[i];
      }
      for (int i = row; i < row + width; i++) {
        unit[i] = rows[i] / Math.sqrt(sum);
      }
    }
    return unit;
  }

  private static void assertClose(double[] expected, double[] found) {
    // Another graph is another order of additions in float32.
    assertArrayEquals(expected, found, 2e-6);
  }
}
