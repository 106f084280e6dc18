package org.thumbscore.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.thumbscore.bench.BenchResult.Step;
import org.thumbscore.bench.BenchResult.TowerRate;
import org.thumbscore.common.Messages;
import org.thumbscore.encoder.DualEncoder;
import org.thumbscore.encoder.EncoderBundle;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.encoder.ReadyBatch;
import org.thumbscore.image.ImagePreprocessor;
import org.thumbscore.image.PreparedImage;
import org.thumbscore.image.resample.RgbImage;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.Precision;
import org.thumbscore.model.PreprocessorConfig;
import org.thumbscore.pipeline.Article;
import org.thumbscore.pipeline.EmbeddingPipeline;
import org.thumbscore.pipeline.StageTimes;
import org.thumbscore.runtime.Device;
import org.thumbscore.runtime.DeviceChoice;
import org.thumbscore.runtime.DevicePreference;
import org.thumbscore.runtime.DeviceSettings;
import org.thumbscore.runtime.EncoderException;
import org.thumbscore.runtime.ExecutionProvider;
import org.thumbscore.runtime.Gpu;
import org.thumbscore.runtime.Processor;
import org.thumbscore.runtime.RuntimeLibrary;
import org.thumbscore.score.ArticleScorer;
import org.thumbscore.text.TokenizedText;

/**
 * Measures a machine with a model. Takes all of its cores while it runs; used by one thread.
 *
 * <pre>{@code
 * Bench bench =
 *     new Bench(model, Workload.drawn(), EncoderSettings.DEFAULT, Bench.Effort.QUICK, cores, scratch);
 * BenchResult result = bench.run(List.of(), System.err::println);
 * }</pre>
 */
public final class Bench {
  /** The batches in flight on a device that runs one at a time. */
  private static final int CALLERS = 3;

  /** Larger batches are not tried if one run takes this many times as long as is measured. */
  private static final double MOST_RUNS = 2;

  private static final int QUICK_BATCH = 32;
  private static final double NANOS = 1e9;
  private static final int LEAST_ROWS = 256;
  private static final int MOST_ROWS = 16_000;

  private final EncoderBundle model;
  private final Workload workload;
  private final EncoderSettings settings;
  private final Effort effort;
  private final int cores;
  private final Path scratch;
  private long articlesOfRound;

  /** How long to measure. */
  public enum Effort {
    /** About a minute for a small model. */
    QUICK(0.5, 3),
    /** Several minutes. */
    FULL(3, 20);

    private final double seconds;
    private final double pipelineSeconds;

    Effort(double seconds, double pipelineSeconds) {
      this.seconds = seconds;
      this.pipelineSeconds = pipelineSeconds;
    }

    /** Returns how many rows last about as long as the pipeline should be measured. */
    public long rows(double articlesPerSecond) {
      long rows = Math.round(articlesPerSecond * pipelineSeconds);
      return Math.max(LEAST_ROWS, Math.min(MOST_ROWS, rows));
    }
  }

  /**
   * Creates a benchmark.
   *
   * @param settings those of the pipeline; images and texts are always embedded, even if repeated
   * @param cores the number of cores to use
   * @param scratch a directory where native libraries may be unpacked
   */
  public Bench(
      EncoderBundle model,
      Workload workload,
      EncoderSettings settings,
      Effort effort,
      int cores,
      Path scratch) {
    this.model = model;
    this.workload = workload;
    this.settings = settings.withoutDeduplication();
    this.effort = effort;
    this.cores = cores;
    this.scratch = scratch;
  }

  /** A device and a precision to measure. */
  private record Variant(
      DeviceSettings device, List<Precision> precisions, Map<String, String> settings) {}

  /**
   * Measures everything. What cannot be used is reported with the reason.
   *
   * @param plugins execution providers to measure besides those of ONNX Runtime itself and that of
   *     the settings
   * @param progress receives a line before each measurement
   * @throws EncoderException if the settings of the pipeline cannot be used
   */
  public BenchResult run(List<DeviceSettings> plugins, Consumer<String> progress) {
    try (DualEncoder encoder = open(settings)) {
      String standard = encoder.description();
      progress.accept("measuring the preparation of articles on one core");
      List<Step> steps = steps(encoder);
      List<TowerRate> towers = new ArrayList<>();
      for (Variant variant : variants(plugins)) {
        towers.addAll(towers(variant, standard, progress));
      }
      progress.accept("measuring the pipeline");
      return new BenchResult(
          machine(),
          new BenchResult.Model(model.bundle().name(), model.family(), model.bundle().sha256()),
          articles(encoder),
          towers,
          steps,
          pipeline(encoder, steps));
    }
  }

  /**
   * Checks the device of the settings: whether it computes what the CPU does in fp32, and how its
   * memory behaves. Takes a few minutes with a large model.
   *
   * @param progress receives a line before each check
   * @return what was found; a check that fails is among it
   * @throws EncoderException if the device cannot be used
   */
  public List<BenchResult.Check> checkGpu(Consumer<String> progress) {
    return new GpuChecks(settings, model.precisions(), workload, this::open, Gpu.TOOL)
        .run(encoder -> run(encoder, round(encoder), new StageTimes()), progress);
  }

  /** Returns as many articles as take about as long as the pipeline is measured. */
  private long round(DualEncoder encoder) {
    if (articlesOfRound == 0) {
      long start = System.nanoTime();
      run(encoder, LEAST_ROWS, new StageTimes());
      articlesOfRound = effort.rows(LEAST_ROWS * NANOS / (System.nanoTime() - start));
    }
    return articlesOfRound;
  }

  private DualEncoder open(EncoderSettings chosen) {
    DeviceChoice choice =
        DeviceChoice.of(
            chosen.device(), new DeviceChoice.Host(List.of(), cores, List.of(Path.of(""))));
    return DualEncoder.open(model, chosen, choice, cores, scratch);
  }

  private List<Variant> variants(List<DeviceSettings> plugins) {
    List<Variant> variants = new ArrayList<>();
    List<Precision> precisions = model.precisions();
    for (Precision precision : precisions) {
      if (precision != Precision.BF16) {
        variants.add(of(DeviceSettings.of(DevicePreference.CPU), Optional.of(precision)));
      }
    }
    if (settings.device().provider().isGpu() || cudaIsUsable()) {
      for (Precision precision : List.of(Precision.FP16, Precision.FP32)) {
        if (precisions.contains(precision)) {
          variants.add(of(DeviceSettings.of(DevicePreference.CUDA), Optional.of(precision)));
        }
      }
    }
    for (DeviceSettings plugin : withConfigured(plugins, settings.device())) {
      // By default, OpenVINO computes in only one of the precisions that it has.
      variants.add(
          of(
              plugin,
              plugin.provider() == ExecutionProvider.OPENVINO
                  ? Optional.of(Precision.BF16)
                  : Optional.empty()));
      variants.add(of(plugin, Optional.of(Precision.FP32)));
    }
    return variants;
  }

  /** Adds the plugin of the settings, if they name one, in the first place. */
  static List<DeviceSettings> withConfigured(
      List<DeviceSettings> plugins, DeviceSettings configured) {
    return Stream.concat(Stream.of(configured), plugins.stream())
        .filter(device -> device.provider().isPlugin())
        .distinct()
        .toList();
  }

  private static boolean cudaIsUsable() {
    try {
      DeviceChoice.of(
          DeviceSettings.of(DevicePreference.CUDA), new DeviceChoice.Host(List.of(), 1, List.of()));
      return true;
    } catch (EncoderException e) {
      return false;
    }
  }

  private static Variant of(DeviceSettings device, Optional<Precision> precision) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (device.provider().isPlugin()) {
      settings.put("score.provider", device.provider().word());
      settings.put("score.provider-library", device.library());
    } else {
      settings.put("score.device", word(device.device()));
    }
    precision.ifPresent(one -> settings.put("score.precision", word(one)));
    return new Variant(device, precision.map(List::of).orElse(List.of()), settings);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Measures the towers in growing batches, until one takes too long. */
  private List<TowerRate> towers(Variant variant, String standard, Consumer<String> progress) {
    List<TowerRate> rates = new ArrayList<>();
    for (int batch : batches()) {
      progress.accept(
          "measuring the model alone: %s, batches of %d".formatted(shown(variant), batch));
      EncoderSettings chosen =
          new EncoderSettings(
              variant.device(),
              variant.precisions(),
              batch,
              settings.lookAheadBatches(),
              false,
              settings.profile(),
              settings.imageLimits(),
              settings.maxTextChars());
      try (DualEncoder encoder = open(chosen)) {
        TowerRate rate = rate(encoder, variant, standard, batch);
        rates.add(rate);
        if (batch * callers(encoder) / rate.articles() > MOST_RUNS * effort.seconds) {
          break;
        }
      } catch (EncoderException | BundleException e) {
        rates.add(
            new TowerRate(
                shown(variant), variant.settings(), false, batch, 0, 0, 0, Messages.firstLine(e)));
        break;
      }
    }
    return rates;
  }

  private List<Integer> batches() {
    if (effort == Effort.FULL) {
      return List.of(1, 8, 32, 64, 128, 256);
    }
    return List.of(settings.batchSize() > 0 ? settings.batchSize() : QUICK_BATCH);
  }

  private static String shown(Variant variant) {
    return String.join(", ", variant.settings().values());
  }

  private TowerRate rate(DualEncoder encoder, Variant variant, String standard, int batch) {
    double images =
        batch
            * Throughput.of(
                callers(encoder), effort.seconds, i -> ready(encoder, batch, i)::embedImages);
    double texts =
        batch
            * Throughput.of(callers(encoder), effort.seconds, i -> textBatches(encoder, batch, i));
    return new TowerRate(
        encoder.description(),
        variant.settings(),
        encoder.description().equals(standard),
        batch,
        images,
        texts,
        1 / (1 / images + 1 / texts),
        null);
  }

  /**
   * Returns work that embeds a batch of texts, with batches of similar lengths in turn, since a
   * pipeline sorts the texts of its look-ahead.
   */
  private Runnable textBatches(DualEncoder encoder, int rows, int caller) {
    int all = rows * settings.lookAheadBatches();
    List<TokenizedText> sorted =
        LongStream.range((long) caller * all, (long) (caller + 1) * all)
            .mapToObj(article -> encoder.tokenize(workload.text(article)))
            .sorted(Comparator.comparingInt(text -> text.ids().length))
            .toList();
    List<RgbImage> image = crops(encoder, 1, caller);
    List<ReadyBatch> batches =
        IntStream.range(0, settings.lookAheadBatches())
            .mapToObj(i -> encoder.ready(image, sorted.subList(i * rows, (i + 1) * rows)))
            .toList();
    Iterator<ReadyBatch> next = Stream.generate(() -> batches).flatMap(List::stream).iterator();
    return () -> next.next().embedTexts();
  }

  /** Returns how many batches run or wait at a time: one for each task, as in the job. */
  private int callers(DualEncoder encoder) {
    return encoder.device() instanceof Device.Cpu ? cores : CALLERS;
  }

  private ReadyBatch ready(DualEncoder encoder, int rows, int caller) {
    List<TokenizedText> texts = List.of(encoder.tokenize(workload.text(caller)));
    return encoder.ready(crops(encoder, rows, caller), texts);
  }

  private List<RgbImage> crops(DualEncoder encoder, int rows, int caller) {
    List<RgbImage> crops = new ArrayList<>();
    for (long article = (long) caller * rows; crops.size() < rows; article++) {
      if (encoder.prepare(workload.image(article)) instanceof PreparedImage.Ready prepared) {
        crops.add(prepared.crop());
      } else if (article > (long) caller * rows + workload.images().size() && crops.isEmpty()) {
        throw unusable();
      }
    }
    return crops;
  }

  /** Measures each step over all images and texts, one after the other, on one core. */
  private List<Step> steps(DualEncoder encoder) {
    List<RgbImage> crops =
        workload.images().stream()
            .map(encoder::prepare)
            .filter(PreparedImage.Ready.class::isInstance)
            .map(prepared -> ((PreparedImage.Ready) prepared).crop())
            .toList();
    if (crops.isEmpty()) {
      throw unusable();
    }
    PreprocessorConfig config = model.spec().preprocessor();
    ImagePreprocessor preprocessor =
        ImagePreprocessor.open(config, settings.profile(), settings.imageLimits(), scratch);
    FloatBuffer pixels =
        ByteBuffer.allocateDirect(crops.get(0).samples().length * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    return List.of(
        new Step("decode, resize and crop", rate(i -> preprocessor.prepare(workload.image(i)))),
        new Step(
            "standardize",
            rate(
                i ->
                    preprocessor.standardize(crops.get((int) (i % crops.size())), pixels.clear()))),
        new Step("tokenize", rate(i -> encoder.tokenize(workload.text(i)))));
  }

  private IllegalArgumentException unusable() {
    return new IllegalArgumentException("Cannot decode any of " + workload.description());
  }

  /** Returns how many articles per second one thread can work on. */
  private double rate(LongConsumer work) {
    int articles = Math.max(workload.images().size(), workload.texts().size());
    double rounds =
        Throughput.of(
            1, effort.seconds, unused -> () -> LongStream.range(0, articles).forEach(work));
    return rounds * articles;
  }

  private BenchResult.Articles articles(DualEncoder encoder) {
    return new BenchResult.Articles(
        workload.description(),
        workload.images().stream().mapToInt(image -> image.length).average().orElseThrow(),
        workload.texts().stream()
            .mapToInt(text -> encoder.tokenize(text).tokens())
            .average()
            .orElseThrow());
  }

  private BenchResult.Pipeline pipeline(DualEncoder encoder, List<Step> steps) {
    int batch = encoder.maxBatch();
    Variant variant = new Variant(settings.device(), settings.precisions(), Map.of());
    double alone = rate(encoder, variant, "", batch).articles();
    double preparing = steps.stream().mapToDouble(Step::millis).sum() / 1_000 / cores;
    double attainable =
        encoder.device().isGpu() ? Math.min(alone, 1 / preparing) : 1 / (1 / alone + preparing);
    long rows = effort.rows(attainable);
    // The compiler of the JVM has seen the code by then.
    run(encoder, Math.max(LEAST_ROWS, rows / 4), new StageTimes());
    StageTimes times = new StageTimes();
    long start = System.nanoTime();
    run(encoder, rows, times);
    double seconds = (System.nanoTime() - start) / NANOS;
    return new BenchResult.Pipeline(
        encoder.description(),
        batch,
        rows,
        seconds,
        rows / seconds,
        alone,
        attainable,
        shares(times));
  }

  /** Runs as many pipelines at the same time as the job has tasks. */
  private void run(DualEncoder encoder, long rows, StageTimes times) {
    ExecutorService pool = Executors.newFixedThreadPool(cores);
    try {
      List<Throughput.Counted> tasks =
          IntStream.range(0, cores)
              .<Throughput.Counted>mapToObj(
                  task -> () -> run(encoder, rows * task / cores, rows * (task + 1) / cores, times))
              .toList();
      Throughput.all(pool, tasks);
    } finally {
      pool.shutdownNow();
    }
  }

  private double run(DualEncoder encoder, long from, long to, StageTimes times) {
    Iterator<Article<Long>> articles =
        LongStream.range(from, to)
            .mapToObj(i -> ArticleScorer.article(i, workload.text(i), workload.image(i)))
            .iterator();
    try (EmbeddingPipeline<Long> pipeline =
        new EmbeddingPipeline<>(articles, encoder, settings, times)) {
      double scored = 0;
      while (pipeline.hasNext()) {
        ArticleScorer.score(pipeline.next());
        scored++;
      }
      return scored;
    }
  }

  private static Map<String, Double> shares(StageTimes times) {
    double all = times.decodeNanos() + times.tokenizeNanos() + times.inferNanos();
    Map<String, Double> shares = new LinkedHashMap<>();
    shares.put("decode, resize and crop", times.decodeNanos() / all);
    shares.put("tokenize", times.tokenizeNanos() / all);
    shares.put("standardize and model", times.inferNanos() / all);
    return shares;
  }

  private BenchResult.Machine machine() {
    return new BenchResult.Machine(
        Processor.ofMachine().model(),
        cores,
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.version"),
        RuntimeLibrary.version());
  }
}
