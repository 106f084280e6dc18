package org.thumbscore.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.thumbscore.bench.BenchResult.Check;
import org.thumbscore.common.Messages;
import org.thumbscore.encoder.DualEncoder;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.image.PreparedImage;
import org.thumbscore.image.resample.RgbImage;
import org.thumbscore.model.Precision;
import org.thumbscore.runtime.DevicePreference;
import org.thumbscore.runtime.DeviceSettings;
import org.thumbscore.runtime.EncoderException;
import org.thumbscore.runtime.Gpu;
import org.thumbscore.text.TokenizedText;

/**
 * Checks of a GPU that the rates of a {@link Bench} do not show: whether it computes what the CPU
 * computes in fp32, whether its memory stays flat and how busy it is during the pipeline, and
 * whether it goes on when its memory is full.
 */
final class GpuChecks {
  private static final int ROWS = 64;
  private static final int CPU_BATCH = 16;
  private static final int ROUNDS = 4;
  private static final int LARGE_BATCH = 1024;
  private static final int MOST_ENCODERS = 64;
  private static final double GROWTH = 1.02;

  private final EncoderSettings settings;
  private final List<Precision> precisions;
  private final Workload workload;
  private final Function<EncoderSettings, DualEncoder> open;
  private final String tool;

  /**
   * Creates the checks.
   *
   * @param settings those of the pipeline on the device to check
   * @param precisions of the bundle's graphs
   * @param open opens an encoder
   * @param tool {@link Gpu#TOOL}
   */
  GpuChecks(
      EncoderSettings settings,
      List<Precision> precisions,
      Workload workload,
      Function<EncoderSettings, DualEncoder> open,
      String tool) {
    this.settings = settings;
    this.precisions = precisions.stream().filter(GpuChecks::isOfGpus).toList();
    this.workload = workload;
    this.open = open;
    this.tool = tool;
  }

  private static boolean isOfGpus(Precision precision) {
    return precision == Precision.FP32 || precision == Precision.FP16;
  }

  /**
   * Runs the checks. One that fails is reported with the reason.
   *
   * @param pipeline embeds the articles of a round with an encoder
   * @throws EncoderException if the device cannot be used at all
   */
  List<Check> run(Consumer<DualEncoder> pipeline, Consumer<String> progress) {
    progress.accept("checking the GPU: what it computes");
    // A device that cannot be used is no matter of a check.
    open.apply(settings).close();
    List<float[]> expected;
    EncoderSettings cpu =
        settings.on(DeviceSettings.of(DevicePreference.CPU), List.of(Precision.FP32));
    try (DualEncoder encoder = open.apply(cpu.withBatchSize(CPU_BATCH))) {
      expected = similarities(encoder);
    }
    List<Check> checks = new ArrayList<>();
    for (Precision precision : precisions) {
      checks.add(parity(precision, expected));
    }
    progress.accept("checking the GPU: memory and utilization during the pipeline");
    checks.addAll(rounds(pipeline));
    progress.accept("checking the GPU: running out of memory");
    checks.add(fullMemory());
    return checks;
  }

  private Check parity(Precision precision, List<float[]> expected) {
    String name =
        "similarities in %s against the CPU's in fp32"
            .formatted(precision.name().toLowerCase(Locale.ROOT));
    double most = precision == Precision.FP32 ? 1e-5 : 1e-3;
    try (DualEncoder encoder = open.apply(settings.on(settings.device(), List.of(precision)))) {
      double worst = worst(expected, similarities(encoder));
      return new Check(
          name,
          worst <= most,
          String.format(
              Locale.ROOT, "within %.1e of %,d pairs (at most %.0e)", worst, ROWS * ROWS, most));
    } catch (EncoderException e) {
      return new Check(name, false, Messages.firstLine(e));
    }
  }

  private static double worst(List<float[]> expected, List<float[]> found) {
    double worst = 0;
    for (int i = 0; i < expected.size(); i++) {
      for (int j = 0; j < expected.get(i).length; j++) {
        double error = Math.abs(expected.get(i)[j] - found.get(i)[j]);
        worst = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(worst, error);
      }
    }
    return worst;
  }

  /** Returns the similarity of each image to each text. */
  private List<float[]> similarities(DualEncoder encoder) {
    List<float[]> images = new ArrayList<>();
    for (List<RgbImage> batch : batches(crops(encoder, ROWS), encoder.maxBatch())) {
      images.addAll(vectors(encoder.embedImages(batch)));
    }
    List<TokenizedText> texts =
        LongStream.range(0, ROWS)
            .mapToObj(i -> encoder.tokenize(i + " " + workload.text(i)))
            .toList();
    List<float[]> sentences = vectors(encoder.embedTexts(texts));
    return images.stream()
        .map(
            image -> {
              float[] row = new float[sentences.size()];
              for (int j = 0; j < row.length; j++) {
                row[j] = dot(image, sentences.get(j));
              }
              return row;
            })
        .toList();
  }

  private static <T> List<List<T>> batches(List<T> all, int size) {
    return Stream.iterate(0, from -> from < all.size(), from -> from + size)
        .map(from -> all.subList(from, Math.min(all.size(), from + size)))
        .toList();
  }

  private List<RgbImage> crops(DualEncoder encoder, int count) {
    List<RgbImage> distinct = new ArrayList<>();
    for (byte[] image : workload.images()) {
      if (distinct.size() < count && encoder.prepare(image) instanceof PreparedImage.Ready ready) {
        distinct.add(ready.crop());
      }
    }
    if (distinct.isEmpty()) {
      throw new IllegalArgumentException("Cannot decode any of " + workload.description());
    }
    return Stream.iterate(0, i -> i < count, i -> i + 1)
        .map(i -> distinct.get(i % distinct.size()))
        .toList();
  }

  private static List<float[]> vectors(List<Embedding> embeddings) {
    return embeddings.stream().map(GpuChecks::vector).toList();
  }

  private static float[] vector(Embedding embedding) {
    if (embedding instanceof Embedding.Unit unit) {
      return unit.vectors().values();
    }
    throw new EncoderException(((Embedding.Failed) embedding).message());
  }

  /** Returns the first vector's product, for models with several vectors for an image. */
  private static float dot(float[] image, float[] text) {
    double sum = 0;
    for (int i = 0; i < text.length; i++) {
      sum += (double) image[i] * text[i];
    }
    return (float) sum;
  }

  private List<Check> rounds(Consumer<DualEncoder> pipeline) {
    String memory = "memory stays flat during the pipeline";
    String busy = "utilization during the pipeline";
    try (DualEncoder encoder = open.apply(settings)) {
      List<Long> used = new ArrayList<>();
      List<Long> samples = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        List<Gpu> seen = whileRunning(() -> pipeline.accept(encoder));
        OptionalLong most = seen.stream().flatMapToLong(gpu -> gpu.used().stream()).max();
        most.ifPresent(used::add);
        seen.forEach(gpu -> gpu.busy().ifPresent(samples::add));
      }
      if (used.size() < ROUNDS || samples.isEmpty()) {
        String why = "found no " + tool + " that tells it";
        return List.of(new Check(memory, null, why), new Check(busy, null, why));
      }
      long first = used.get(0);
      long last = used.get(used.size() - 1);
      return List.of(
          new Check(
              memory,
              last <= first * GROWTH,
              String.format(
                  Locale.ROOT,
                  "%,d MiB in the first of %d rounds, %,d in the last",
                  first,
                  ROUNDS,
                  last)),
          new Check(
              busy,
              null,
              String.format(
                  Locale.ROOT,
                  "%.0f%% on average of %d samples",
                  samples.stream().mapToLong(sample -> sample).average().orElseThrow(),
                  samples.size())));
    } catch (EncoderException e) {
      return List.of(new Check(memory, false, Messages.firstLine(e)));
    }
  }

  /** Samples the GPUs of which one is in use most, until work is done. */
  private List<Gpu> whileRunning(Runnable work) {
    ExecutorService sampler = Executors.newSingleThreadExecutor();
    CountDownLatch done = new CountDownLatch(1);
    try {
      Future<List<Gpu>> sampled =
          sampler.submit(
              () -> {
                List<Gpu> samples = new ArrayList<>();
                do {
                  Gpu.all(tool).stream()
                      .max((a, b) -> Long.compare(a.used().orElse(0), b.used().orElse(0)))
                      .ifPresent(samples::add);
                } while (!done.await(1, TimeUnit.SECONDS));
                return samples;
              });
      try {
        work.run();
      } finally {
        done.countDown();
      }
      return Throughput.result(sampled);
    } finally {
      sampler.shutdownNow();
    }
  }

  /**
   * Fills the memory with encoders, each of which has run a large batch, until one runs fewer rows.
   */
  private Check fullMemory() {
    String name = "goes on with smaller batches if memory is full";
    if (!settings.device().device().equals(DevicePreference.CUDA)) {
      return new Check(name, null, "on GPUs only");
    }
    List<DualEncoder> encoders = new ArrayList<>();
    try {
      List<float[]> expected = List.of();
      while (encoders.size() < MOST_ENCODERS) {
        DualEncoder encoder = open.apply(settings.withBatchSize(LARGE_BATCH));
        encoders.add(encoder);
        List<float[]> found = vectors(encoder.embedImages(crops(encoder, LARGE_BATCH)));
        if (encoder.imagesAtOnce() < LARGE_BATCH) {
          double worst = expected.isEmpty() ? 0 : worst(expected, found);
          return new Check(
              name,
              worst <= 1e-3,
              String.format(
                  Locale.ROOT,
                  "encoder %d: %s; embeddings within %.1e",
                  encoders.size(),
                  encoder.description(),
                  worst));
        }
        expected = found;
      }
      return new Check(name, null, MOST_ENCODERS + " encoders did not fill the memory");
    } catch (EncoderException e) {
      return new Check(name, false, Messages.firstLine(e));
    } catch (OutOfMemoryError e) {
      // Each encoder holds a batch of pixels outside the heap, which is as limited as the heap.
      return new Check(
          name,
          null,
          "the JVM's memory was full first, with %d encoders: raise -Xmx"
              .formatted(encoders.size()));
    } finally {
      encoders.forEach(DualEncoder::close);
    }
  }
}
