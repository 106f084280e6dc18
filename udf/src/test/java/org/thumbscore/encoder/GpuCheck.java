package org.thumbscore.encoder;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.thumbscore.image.PreparedImage;
import org.thumbscore.image.resample.PreprocessingProfile;
import org.thumbscore.image.resample.RgbImage;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.model.Precision;
import org.thumbscore.pipeline.Article;
import org.thumbscore.pipeline.ArticleImage;
import org.thumbscore.pipeline.EmbeddedArticle;
import org.thumbscore.pipeline.EmbeddingPipeline;
import org.thumbscore.pipeline.StageTimes;
import org.thumbscore.runtime.DeviceChoice;
import org.thumbscore.runtime.DevicePreference;
import org.thumbscore.runtime.DeviceSettings;
import org.thumbscore.text.TokenizedText;

/**
 * Compares a GPU with the CPU and measures it, without Spark: {@code GpuCheck BUNDLE IMAGES [DEVICE
 * [pipelines]]} prints one line for each check, with a directory of JPEG files. The device is
 * {@code cuda} unless it is {@code cpu}.
 */
public final class GpuCheck {
  private static final int PARITY_ROWS = 64;
  private static final List<Integer> BATCHES = List.of(16, 32, 64, 128, 256, 512);
  private static final long MEASURED = TimeUnit.SECONDS.toNanos(4);

  private final EncoderBundle bundle;
  private final List<byte[]> files;
  private final DevicePreference device;
  private final Path scratch;

  private GpuCheck(Path bundle, Path images, DevicePreference device) throws IOException {
    this.bundle = EncoderBundle.of(ModelBundle.open(bundle));
    this.files = read(images);
    this.device = device;
    this.scratch = Files.createTempDirectory("gpu-check");
  }

  public static void main(String[] arguments) throws Exception {
    DevicePreference device =
        arguments.length > 2 && arguments[2].equals("cpu")
            ? DevicePreference.CPU
            : DevicePreference.CUDA;
    GpuCheck check = new GpuCheck(Path.of(arguments[0]), Path.of(arguments[1]), device);
    boolean all = arguments.length < 4; // Otherwise only the pipelines.
    if (all) {
      check.parity();
    }
    if (all && device == DevicePreference.CUDA) {
      runtimeAlone(Path.of(arguments[0]).resolve("onnx/vision_model_fp16.onnx"));
    }
    if (all) {
      check.sweep();
    }
    check.pipelines();
  }

  private static List<byte[]> read(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .sorted()
          .map(
              file -> {
                try {
                  return Files.readAllBytes(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .toList();
    }
  }

  private DualEncoder open(DevicePreference preference, Precision precision, int batch) {
    EncoderSettings settings =
        new EncoderSettings(
            DeviceSettings.of(preference),
            List.of(precision),
            batch,
            4,
            false,
            PreprocessingProfile.PILLOW,
            EncoderSettings.DEFAULT.imageLimits(),
            EncoderSettings.DEFAULT_TEXT_CHARS);
    return DualEncoder.open(
        bundle,
        settings,
        DeviceChoice.of(
            DeviceSettings.of(preference), new DeviceChoice.Host(List.of(), 1, List.of())),
        Runtime.getRuntime().availableProcessors(),
        scratch);
  }

  private List<RgbImage> crops(DualEncoder encoder, int count) {
    List<RgbImage> crops = new ArrayList<>();
    for (int i = 0; crops.size() < count; i++) {
      if (encoder.prepare(files.get(i % files.size())) instanceof PreparedImage.Ready ready) {
        crops.add(ready.crop());
      }
    }
    return crops;
  }

  private static List<TokenizedText> texts(DualEncoder encoder, int count) {
    return IntStream.range(0, count).mapToObj(i -> encoder.tokenize(text(i))).toList();
  }

  private static String text(int index) {
    return "Article "
        + index
        + ": a flood has reached the streets of the harbour town and its market"
            .repeat(1 + index % 3);
  }

  private void parity() {
    float[][] expected;
    try (DualEncoder cpu = open(DevicePreference.CPU, Precision.FP32, 16)) {
      System.out.println("reference: " + cpu.description());
      expected = similarities(cpu);
    }
    for (Precision precision : List.of(Precision.FP32, Precision.FP16)) {
      try (DualEncoder gpu = open(device, precision, 64)) {
        float[][] found = similarities(gpu);
        double worst = 0;
        for (int i = 0; i < PARITY_ROWS; i++) {
          for (int j = 0; j < PARITY_ROWS; j++) {
            worst = Math.max(worst, Math.abs(found[i][j] - expected[i][j]));
          }
        }
        System.out.printf(
            Locale.ROOT,
            "parity: %s: similarity within %.2e of the reference over %d pairs%n",
            gpu.description(),
            worst,
            PARITY_ROWS * PARITY_ROWS);
      } catch (RuntimeException e) {
        System.out.printf("parity: %s failed: %s%n", precision, e.getMessage());
      }
    }
  }

  private float[][] similarities(DualEncoder encoder) {
    List<Embedding> images = new ArrayList<>();
    List<RgbImage> crops = crops(encoder, PARITY_ROWS);
    for (int from = 0; from < crops.size(); from += encoder.maxBatch()) {
      images.addAll(
          encoder.embedImages(
              crops.subList(from, Math.min(crops.size(), from + encoder.maxBatch()))));
    }
    List<Embedding> texts = encoder.embedTexts(texts(encoder, PARITY_ROWS));
    float[][] all = new float[PARITY_ROWS][PARITY_ROWS];
    for (int i = 0; i < PARITY_ROWS; i++) {
      for (int j = 0; j < PARITY_ROWS; j++) {
        float[] a = ((Embedding.Unit) images.get(i)).vectors().values();
        float[] b = ((Embedding.Unit) texts.get(j)).vectors().values();
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
          sum += (double) a[k] * b[k];
        }
        all[i][j] = (float) sum;
      }
    }
    return all;
  }

  /** ONNX Runtime on ready tensors, with one caller: what the encoder can reach at most. */
  private static void runtimeAlone(Path graph) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(0)) {
      cuda.add("use_tf32", "0");
      options.addCUDA(cuda);
      try (OrtSession session = environment.createSession(graph.toString(), options)) {
        for (int batch : BATCHES) {
          FloatBuffer pixels =
              ByteBuffer.allocateDirect(batch * 3 * 224 * 224 * 4)
                  .order(ByteOrder.nativeOrder())
                  .asFloatBuffer();
          Random random = new Random(batch);
          for (int i = 0; i < pixels.capacity(); i++) {
            pixels.put(i, (float) random.nextGaussian());
          }
          long[] dimensions = {batch, 3, 224, 224};
          try (OnnxTensor tensor = OnnxTensor.createTensor(environment, pixels, dimensions)) {
            Map<String, OnnxTensor> inputs = Map.of("pixel_values", tensor);
            Set<String> outputs = Set.of("image_embeds");
            session.run(inputs, outputs).close();
            session.run(inputs, outputs).close();
            long start = System.nanoTime();
            int runs = 0;
            while (System.nanoTime() - start < MEASURED) {
              session.run(inputs, outputs).close();
              runs++;
            }
            System.out.printf(
                Locale.ROOT,
                "ONNX Runtime alone: FP16, batches of %d: %.0f images/s%n",
                batch,
                runs * (double) batch / ((System.nanoTime() - start) / 1e9));
          }
        }
      }
    }
  }

  private void sweep() throws Exception {
    for (Precision precision : List.of(Precision.FP16, Precision.FP32)) {
      for (int batch : precision == Precision.FP16 ? BATCHES : List.of(128)) {
        try (DualEncoder gpu = open(device, precision, batch)) {
          List<RgbImage> crops = crops(gpu, batch);
          List<TokenizedText> texts = texts(gpu, batch);
          double images = rate(batch, () -> gpu.embedImages(crops).size());
          double sentences = rate(batch, () -> gpu.embedTexts(texts).size());
          System.out.printf(
              Locale.ROOT,
              "encoder: %s, batches of %d: %.0f images/s, %.0f texts/s, %s%n",
              precision,
              batch,
              images,
              sentences,
              memory());
        } catch (RuntimeException e) {
          System.out.printf("encoder: %s, batches of %d failed: %s%n", precision, batch, e);
        }
      }
    }
  }

  /** Three callers at once, as the pipeline has batches in flight. */
  private static double rate(int rows, Callable<Integer> action) throws Exception {
    action.call();
    action.call();
    ExecutorService callers = Executors.newFixedThreadPool(3);
    try {
      long start = System.nanoTime();
      List<Future<Integer>> done = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        done.add(
            callers.submit(
                () -> {
                  int calls = 0;
                  while (System.nanoTime() - start < MEASURED) {
                    action.call();
                    calls++;
                  }
                  return calls;
                }));
      }
      int calls = 0;
      for (Future<Integer> each : done) {
        calls += each.get();
      }
      return calls * (double) rows / ((System.nanoTime() - start) / 1e9);
    } finally {
      callers.shutdown();
    }
  }

  private void pipelines() throws Exception {
    int processors = Runtime.getRuntime().availableProcessors();
    for (int batch : List.of(64, 256)) {
      for (int tasks : List.of(4, processors)) {
        try (DualEncoder gpu = open(device, Precision.FP16, batch)) {
          run(gpu, 2, batch, 4 * batch);
          int rows = Math.max(8 * batch, 24_000 / tasks);
          long start = System.nanoTime();
          long done = run(gpu, tasks, batch, rows);
          double seconds = (System.nanoTime() - start) / 1e9;
          System.out.printf(
              Locale.ROOT,
              "pipeline: FP16, batches of %d, %d tasks, %d processors: %.0f articles/s, %s%n",
              batch,
              tasks,
              processors,
              done / seconds,
              memory());
        }
      }
    }
  }

  private long run(DualEncoder gpu, int tasks, int batch, int rows) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks);
    try {
      List<Future<Long>> results = new ArrayList<>();
      for (int task = 0; task < tasks; task++) {
        int first = task * rows;
        results.add(threads.submit(() -> embed(gpu, batch, first, rows)));
      }
      long sum = 0;
      for (Future<Long> each : results) {
        sum += each.get();
      }
      return sum;
    } finally {
      threads.shutdown();
    }
  }

  private long embed(DualEncoder gpu, int batch, int first, int rows) {
    EncoderSettings settings = EncoderSettings.DEFAULT.withBatchSize(batch);
    Iterator<Article<Integer>> articles =
        IntStream.range(first, first + rows)
            .mapToObj(
                i ->
                    new Article<Integer>(
                        i, Optional.of(text(i)), Optional.of(new ArticleImage.Encoded(unique(i)))))
            .iterator();
    long pairs = 0;
    try (EmbeddingPipeline<Integer> pipeline =
        new EmbeddingPipeline<>(articles, gpu, settings, new StageTimes())) {
      while (pipeline.hasNext()) {
        if (pipeline.next().outcome() instanceof EmbeddedArticle.Pair) {
          pairs++;
        }
      }
    }
    return pairs;
  }

  /** Bytes after the end of an image are ignored by decoders, and make it a different image. */
  private byte[] unique(int index) {
    byte[] file = files.get(index % files.size());
    byte[] copy = Arrays.copyOf(file, file.length + 4);
    for (int i = 0; i < 4; i++) {
      copy[file.length + i] = (byte) (index >>> (8 * i));
    }
    return copy;
  }

  private static String memory() {
    try {
      Process process =
          new ProcessBuilder("nvidia-smi", "--query-gpu=memory.used", "--format=csv,noheader")
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip()
          + " used";
    } catch (IOException e) {
      return "memory unknown";
    }
  }
}
