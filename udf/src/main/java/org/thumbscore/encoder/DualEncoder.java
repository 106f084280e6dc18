package org.thumbscore.encoder;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.thumbscore.image.ImagePreprocessor;
import org.thumbscore.image.PreparedImage;
import org.thumbscore.image.resample.RgbImage;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.runtime.DeviceChoice;
import org.thumbscore.runtime.EncoderException;
import org.thumbscore.runtime.EncoderSession;
import org.thumbscore.text.SummaryTokenizer;
import org.thumbscore.text.TokenizedText;

/**
 * A model bundle ready to embed: preprocessing, tokenizer and the towers on their device.
 * Thread-safe; shared by the tasks of an executor.
 */
public final class DualEncoder implements AutoCloseable {
  /** Batches in flight on a GPU: one runs, one waits, one is filled. */
  private static final int GPU_BUFFERS = 3;

  private final ImagePreprocessor preprocessor;
  private final SummaryTokenizer tokenizer;
  private final EncoderSession session;
  private final BatchShape shape;
  private final PixelBuffers buffers;
  private final ExecutorService decoders;

  private DualEncoder(
      ImagePreprocessor preprocessor,
      SummaryTokenizer tokenizer,
      EncoderSession session,
      BatchShape shape,
      int decoderThreads) {
    this.preprocessor = preprocessor;
    this.tokenizer = tokenizer;
    this.session = session;
    this.shape = shape;
    int inFlight = shape.buckets() ? GPU_BUFFERS : decoderThreads;
    this.buffers = new PixelBuffers(inFlight, () -> session.pixelBuffer(shape.maxRows()));
    this.decoders = Executors.newFixedThreadPool(decoderThreads, DualEncoder.decoderThread());
  }

  /**
   * Opens everything and runs both towers once.
   *
   * @param decoderThreads how many images are decoded at the same time, all tasks together
   * @param scratch where native libraries may be unpacked
   * @throws BundleException if the bundle does not fit together
   * @throws EncoderException if the device does not start
   */
  public static DualEncoder open(
      ModelBundle bundle,
      EncoderSettings settings,
      DeviceChoice choice,
      int decoderThreads,
      Path scratch) {
    int context = bundle.encoder().contextLength();
    SummaryTokenizer tokenizer = SummaryTokenizer.open(bundle.tokenizerJson(), context, scratch);
    try {
      ImagePreprocessor preprocessor =
          ImagePreprocessor.open(
              bundle.preprocessor(), settings.profile(), settings.imageLimits(), scratch);
      EncoderSession session = EncoderSession.open(bundle, settings.precisions(), choice);
      BatchShape shape =
          BatchShape.of(session.device(), settings.batchSize(), context, session.fixedTextLength());
      return new DualEncoder(preprocessor, tokenizer, session, shape, decoderThreads);
    } catch (RuntimeException e) {
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

  /** Rows in one run of a tower at most. */
  public int maxBatch() {
    return shape.maxRows();
  }

  /** Width of an embedding. */
  public int width() {
    return session.width();
  }

  /** Device, provider and precision, for the run summary. */
  public String description() {
    return session.device().description()
        + ", "
        + session.precision().name().toLowerCase(Locale.ROOT);
  }

  /** The threads that decode, shared by all pipelines of this encoder. */
  public ExecutorService decoders() {
    return decoders;
  }

  /** Checks, decodes, resizes and crops; bad bytes are an outcome, not an exception. */
  public PreparedImage prepare(byte[] encoded) {
    return preprocessor.prepare(encoded);
  }

  /** Tokenizes one text. */
  public TokenizedText tokenize(String text) {
    return tokenizer.tokenize(text);
  }

  /**
   * Embeds a batch of prepared thumbnails with the image tower.
   *
   * <p>Element {@code i} of the result belongs to element {@code i} of the input. Blocks until the
   * device is done.
   *
   * @param crops {@code 1 <= size <= maxBatch()}; read during the call and not kept
   * @throws EncoderException if the runtime fails
   * @see <a href="https://arxiv.org/abs/2103.00020">Radford et al., 2021, figure 3</a>
   */
  public List<Embedding> embedImages(List<RgbImage> crops) {
    FloatBuffer pixels = buffers.take();
    try {
      for (RgbImage crop : crops) {
        preprocessor.standardize(crop, pixels);
      }
      // A bucket's spare rows hold what an earlier batch left there; their output is not read.
      float[] raw = session.images(pixels.position(0), shape.rows(crops.size()));
      return RowNormalizer.normalizeRows(raw, crops.size(), width(), "image");
    } finally {
      buffers.give(pixels);
    }
  }

  /**
   * Embeds any number of texts with the text tower, in batches of like length.
   *
   * <p>Element {@code i} of the result belongs to element {@code i} of the input. Blocks until the
   * device is done.
   *
   * @throws EncoderException if the runtime fails
   */
  public List<Embedding> embedTexts(List<TokenizedText> texts) {
    List<Integer> byLength = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      byLength.add(i);
    }
    byLength.sort((a, b) -> Integer.compare(texts.get(a).ids().length, texts.get(b).ids().length));
    Embedding[] embeddings = new Embedding[texts.size()];
    for (int from = 0; from < byLength.size(); from += maxBatch()) {
      List<Integer> batch = byLength.subList(from, Math.min(byLength.size(), from + maxBatch()));
      embedBatch(texts, batch, embeddings);
    }
    return List.of(embeddings);
  }

  private void embedBatch(List<TokenizedText> texts, List<Integer> batch, Embedding[] embeddings) {
    List<TokenizedText> chosen = batch.stream().map(texts::get).toList();
    float[] raw = session.texts(TokenBatch.of(chosen, shape));
    List<Embedding> rows = RowNormalizer.normalizeRows(raw, batch.size(), width(), "text");
    for (int row = 0; row < batch.size(); row++) {
      embeddings[batch.get(row)] = rows.get(row);
    }
  }

  /** Pixel buffers that no batch holds; for tests of what a failed run gives back. */
  public int idleBuffers() {
    return buffers.idleCount();
  }

  @Override
  public void close() {
    decoders.shutdownNow();
    try (tokenizer) {
      session.close();
    }
  }
}
