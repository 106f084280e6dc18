package org.thumbscore.encoder;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.ToDoubleFunction;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.thumbscore.image.ImagePreprocessor;
import org.thumbscore.image.PreparedImage;
import org.thumbscore.image.resample.RgbImage;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.Precision;
import org.thumbscore.model.PreprocessorConfig;
import org.thumbscore.runtime.Device;
import org.thumbscore.runtime.DeviceChoice;
import org.thumbscore.runtime.EncoderException;
import org.thumbscore.runtime.RowLimit;
import org.thumbscore.text.SummaryTokenizer;
import org.thumbscore.text.TokenizedText;

/**
 * An encoder that embeds images and texts with the two towers of a model of any family. It combines
 * the preprocessing, the tokenizer and the towers on their device. Thread-safe; shared by the tasks
 * of an executor.
 *
 * <pre>{@code
 * try (DualEncoder encoder = DualEncoder.open(model, settings, choice, 4, scratch)) {
 *   List<Embedding> texts = encoder.embedTexts(List.of(encoder.tokenize("A flood in Jakarta")));
 * }
 * }</pre>
 */
public final class DualEncoder implements AutoCloseable {
  /** The number of batches in flight on a GPU: one runs, one waits and one is being filled. */
  private static final int GPU_BUFFERS = 3;

  private final ImagePreprocessor preprocessor;
  private final SummaryTokenizer tokenizer;
  private final LoadedTowers loaded;
  private final EncoderOutput output;
  private final PreprocessorConfig.Size imageSize;
  private final BatchShape shape;
  private final RowLimit imageRows;
  private final RowLimit textRows;
  private final PixelBuffers buffers;
  private final ExecutorService decoders;
  private OptionalDouble similarityError = OptionalDouble.empty();

  private DualEncoder(
      ModelSpec spec,
      ImagePreprocessor preprocessor,
      SummaryTokenizer tokenizer,
      LoadedTowers loaded,
      BatchShape shape,
      int decoderThreads) {
    this.preprocessor = preprocessor;
    this.tokenizer = tokenizer;
    this.loaded = loaded;
    this.shape = shape;
    this.output = spec.output();
    this.imageSize = spec.preprocessor().crop();
    this.imageRows = new RowLimit("image tower", shape.maxRows());
    this.textRows = new RowLimit("text tower", shape.maxRows());
    int inFlight = shape.buckets() ? GPU_BUFFERS : decoderThreads;
    this.buffers = new PixelBuffers(inFlight, () -> PixelBatch.buffer(shape.maxRows(), imageSize));
    this.decoders = Executors.newFixedThreadPool(decoderThreads, DualEncoder.decoderThread());
  }

  /**
   * Opens an encoder and runs both towers once.
   *
   * @param decoderThreads the number of images that are decoded concurrently for all tasks together
   * @param scratch a directory where native libraries may be unpacked
   * @throws BundleException if the parts of the bundle do not fit together
   * @throws EncoderException if the device fails to start
   */
  public static DualEncoder open(
      EncoderBundle model,
      EncoderSettings settings,
      DeviceChoice choice,
      int decoderThreads,
      Path scratch) {
    ModelSpec spec = model.spec();
    SummaryTokenizer tokenizer =
        SummaryTokenizer.open(spec.tokenizerJson(), spec.contextLength(), scratch);
    try {
      ImagePreprocessor preprocessor =
          ImagePreprocessor.open(
              spec.preprocessor(), settings.profile(), settings.imageLimits(), scratch);
      LoadedTowers loaded = LoadedTowers.open(model, settings.precisions(), choice, scratch);
      BatchShape shape =
          BatchShape.of(
              loaded.session().device(),
              settings.batchSize(),
              spec.contextLength(),
              loaded.towers().fixedTextLength());
      return new DualEncoder(spec, preprocessor, tokenizer, loaded, shape, decoderThreads);
    } catch (RuntimeException | Error e) {
      tokenizer.close();
      throw e;
    }
  }

  private static ThreadFactory decoderThread() {
    return new BasicThreadFactory.Builder()
        .namingPattern("thumbscore-decoder-%d")
        .daemon(true)
        .build();
  }

  /** Returns the maximum number of rows in one run of a tower. */
  public int maxBatch() {
    return shape.maxRows();
  }

  /**
   * Returns the number of images that the image tower runs at once: less than {@link #maxBatch()}
   * after the device had too little memory for more.
   */
  public int imagesAtOnce() {
    return imageRows.rows();
  }

  /** Returns a description of the embeddings that the model computes. */
  public EncoderOutput output() {
    return output;
  }

  /** Returns the device on which the towers run. */
  public Device device() {
    return loaded.session().device();
  }

  /** Returns the size in pixels of the crops that the image tower takes. */
  public PreprocessorConfig.Size imageSize() {
    return imageSize;
  }

  /** Returns the precision in which the towers really compute. */
  public Precision precision() {
    return loaded.fidelity().precision();
  }

  /**
   * Returns the device, the execution provider and the precision, for the run summary, the error of
   * similarities if it was measured, and the number of rows if the device has too little memory for
   * {@link #maxBatch()}.
   */
  public synchronized String description() {
    String description =
        loaded.session().device().description()
            + ", "
            + loaded.fidelity().description()
            + imageRows.description()
            + textRows.description();
    return similarityError.isPresent()
        ? String.format(
            Locale.ROOT, "%s, similarities within %.1g", description, similarityError.getAsDouble())
        : description;
  }

  /**
   * Returns by how much similarities may differ from those in fp32. The first caller measures it,
   * while others wait.
   *
   * @param measure computes the error of this encoder
   */
  public synchronized double similarityError(ToDoubleFunction<DualEncoder> measure) {
    if (similarityError.isEmpty()) {
      similarityError = OptionalDouble.of(measure.applyAsDouble(this));
    }
    return similarityError.getAsDouble();
  }

  /** Returns the decoder threads, which all pipelines of this encoder share. */
  public ExecutorService decoders() {
    return decoders;
  }

  /**
   * Checks, decodes, resizes and crops an image. Invalid bytes result in a rejection, not an
   * exception.
   */
  public PreparedImage prepare(byte[] encoded) {
    return preprocessor.prepare(encoded);
  }

  /** Tokenizes a text. */
  public TokenizedText tokenize(String text) {
    return tokenizer.tokenize(text);
  }

  /**
   * Embeds a batch of prepared images with the image tower.
   *
   * <p>Element {@code i} of the result belongs to element {@code i} of the input. Blocks until the
   * device is done. If the device has too little memory, this and all later batches run in smaller
   * parts.
   *
   * @param crops between 1 and {@link #maxBatch()} images; read during the call and not retained
   * @throws EncoderException if the runtime fails, or the device has too little memory for one row
   * @see <a href="https://arxiv.org/abs/2103.00020">Radford et al., 2021, figure 3</a>
   */
  public List<Embedding> embedImages(List<RgbImage> crops) {
    return imageRows.run(crops, this::runImages);
  }

  private List<Embedding> runImages(List<RgbImage> crops) {
    FloatBuffer pixels = buffers.take();
    try {
      for (RgbImage crop : crops) {
        preprocessor.standardize(crop, pixels);
      }
      // The padding rows contain the pixels of an earlier batch; their output is not read.
      int rows = shape.rows(crops.size());
      PixelBatch batch = new PixelBatch(crops.size(), rows, pixels.position(0), imageSize);
      return loaded.towers().images(batch);
    } finally {
      buffers.give(pixels);
    }
  }

  /**
   * Embeds any number of texts with the text tower, in batches of texts with similar lengths.
   *
   * <p>Element {@code i} of the result belongs to element {@code i} of the input. Blocks until the
   * device is done. If the device has too little memory, this and all later batches are smaller.
   *
   * @throws EncoderException if the runtime fails, or the device has too little memory for one row
   */
  public List<Embedding> embedTexts(List<TokenizedText> texts) {
    List<Integer> byLength = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      byLength.add(i);
    }
    byLength.sort((a, b) -> Integer.compare(texts.get(a).ids().length, texts.get(b).ids().length));
    List<Embedding> sorted =
        textRows.run(byLength.stream().map(texts::get).toList(), this::runTexts);
    Embedding[] embeddings = new Embedding[texts.size()];
    for (int i = 0; i < embeddings.length; i++) {
      embeddings[byLength.get(i)] = sorted.get(i);
    }
    return List.of(embeddings);
  }

  private List<Embedding> runTexts(List<TokenizedText> texts) {
    Towers towers = loaded.towers();
    return towers.texts(TokenBatch.of(texts, shape, towers.padding()));
  }

  /**
   * Returns a batch whose tensors are ready, for measuring the towers alone.
   *
   * @param crops between 1 and {@link #maxBatch()} images
   * @param texts between 1 and {@link #maxBatch()} texts
   */
  public ReadyBatch ready(List<RgbImage> crops, List<TokenizedText> texts) {
    int rows = shape.rows(crops.size());
    FloatBuffer pixels = PixelBatch.buffer(rows, imageSize);
    crops.forEach(crop -> preprocessor.standardize(crop, pixels));
    Towers towers = loaded.towers();
    return new ReadyBatch(
        towers,
        new PixelBatch(crops.size(), rows, pixels.rewind(), imageSize),
        TokenBatch.of(texts, shape, towers.padding()));
  }

  /** Returns the number of pixel buffers that no batch holds. */
  public int idleBuffers() {
    return buffers.idleCount();
  }

  @Override
  public void close() {
    decoders.shutdownNow();
    try (tokenizer) {
      loaded.close();
    }
  }
}
