package org.thumbscore.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.thumbscore.encoder.DualEncoder;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.image.PreparedImage;
import org.thumbscore.image.resample.RgbImage;
import org.thumbscore.runtime.EncoderException;

/**
 * A pipeline that streams the articles of one partition through the encoder. It returns one result
 * for each article, in input order, and decodes images in a bounded look-ahead while the towers
 * run.
 *
 * <p>Used by one thread, except that {@link #close} may be called from another. The caller remains
 * the owner of the encoder.
 *
 * @param <T> the type of the caller's payload
 */
public final class EmbeddingPipeline<T> implements Iterator<EmbeddedArticle<T>>, AutoCloseable {
  /**
   * The number of encoded bytes in the look-ahead at which no further row is added; a single image
   * can have 32 MiB.
   */
  public static final long MAX_LOOK_AHEAD_BYTES = 64L << 20;

  private final Iterator<Article<T>> source;
  private final DualEncoder encoder;
  private final ImageStore store;
  private final StageTimes times;
  private final int capacity;
  private final Deque<Slot<T>> window = new ArrayDeque<>();
  private final WorkIndex<ImageKey, ImageWork> images;
  private final WorkIndex<String, TextWork> texts;
  private final EmbeddingCounts imageCounts = new EmbeddingCounts();
  private final EmbeddingCounts textCounts = new EmbeddingCounts();
  private final DecodeQueue queue = new DecodeQueue();
  private long windowBytes;
  private boolean closed;

  /**
   * Creates a pipeline over articles that contain their images. It does not read anything yet.
   *
   * @param source read by the thread that calls {@link #next}, at most the look-ahead in advance
   * @param times receives the time spent in each stage
   */
  public EmbeddingPipeline(
      Iterator<Article<T>> source,
      DualEncoder encoder,
      EncoderSettings settings,
      StageTimes times) {
    this(source, encoder, ImageStore.NONE, settings, times);
  }

  /**
   * Creates a pipeline. It does not read anything yet.
   *
   * @param source read by the thread that calls {@link #next}, at most the look-ahead in advance
   * @param store the store of the images that articles refer to by path; it bounds the number of
   *     bytes that have been read and not yet decoded
   * @param times receives the time spent in each stage
   */
  public EmbeddingPipeline(
      Iterator<Article<T>> source,
      DualEncoder encoder,
      ImageStore store,
      EncoderSettings settings,
      StageTimes times) {
    this.source = source;
    this.encoder = encoder;
    this.store = store;
    this.times = times;
    this.capacity = Math.multiplyExact(encoder.maxBatch(), settings.lookAheadBatches());
    this.images = new WorkIndex<>(settings.deduplicate());
    this.texts = new WorkIndex<>(settings.deduplicate());
  }

  @Override
  public synchronized boolean hasNext() {
    return !closed && (!window.isEmpty() || source.hasNext());
  }

  /**
   * Returns the next result.
   *
   * @throws EncoderException if the runtime fails, or the thread is interrupted
   */
  @Override
  public synchronized EmbeddedArticle<T> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    fill();
    Slot<T> head = window.element();
    if (head.isComplete()) {
      settle(head);
    }
    window.remove();
    forget(head);
    count(head);
    return head.result();
  }

  private void fill() {
    while (window.size() < capacity && windowBytes < MAX_LOOK_AHEAD_BYTES && source.hasNext()) {
      Slot<T> slot = admit(source.next());
      windowBytes += slot.bytes();
      window.add(slot);
    }
  }

  private Slot<T> admit(Article<T> article) {
    Optional<WorkIndex.Held<String, TextWork>> text =
        article.text().map(words -> texts.hold(words, w -> tokenize(w, article.known().text())));
    // Without a text, the embedding of the image would not be used.
    Optional<WorkIndex.Held<ImageKey, ImageWork>> image =
        article
            .image()
            .filter(given -> text.isPresent())
            .map(given -> images.hold(ImageKey.of(given), k -> image(k, article.known())));
    int bytes = image.isPresent() ? bytesAtHand(article.image().orElseThrow()) : 0;
    return new Slot<>(article.payload(), bytes, text, image);
  }

  private static int bytesAtHand(ArticleImage image) {
    return image instanceof ArticleImage.Encoded encoded ? encoded.bytes().length : 0;
  }

  private TextWork tokenize(String words, Optional<Embedding.Unit> known) {
    return new TextWork(times.tokenizing(() -> encoder.tokenize(words)), known);
  }

  private ImageWork image(ImageKey key, KnownEmbeddings known) {
    return known.image().map(ImageWork::known).orElseGet(() -> prepare(key));
  }

  private ImageWork prepare(ImageKey key) {
    if (key instanceof ImageKey.RefusedKey refused) {
      return ImageWork.refused(refused.why());
    }
    return key instanceof ContentKey content
        ? decode(content)
        : read(((ImageKey.PathKey) key).path());
  }

  private ImageWork decode(ContentKey content) {
    Callable<PreparedImage> decoding = () -> times.decoding(() -> encoder.prepare(content.bytes()));
    return new ImageWork(encoder.decoders().submit(decoding));
  }

  private ImageWork read(String path) {
    CompletableFuture<StoredImage> reading = store.read(path);
    return new ImageWork(reading, reading.thenApplyAsync(this::decode, encoder.decoders()));
  }

  private PreparedImage decode(StoredImage image) {
    if (image instanceof StoredImage.Refused refused) {
      return refused.why();
    }
    StoredImage.Whole whole = (StoredImage.Whole) image;
    try {
      return times.decoding(() -> encoder.prepare(whole.bytes()));
    } finally {
      whole.decoded().run();
    }
  }

  private void settle(Slot<T> head) {
    if (!head.imageWork().isSettled()) {
      embedImages();
    }
    if (head.imageWork().rejection().isEmpty() && !head.textWork().isSettled()) {
      embedTexts();
    }
  }

  /** Embeds one batch of images, starting with that of the head. */
  private void embedImages() {
    List<ImageWork> batch = new ArrayList<>();
    List<RgbImage> crops = new ArrayList<>();
    Set<ImageWork> unsettled = unsettledImages();
    long waiting = unsettled.stream().filter(ImageWork::isPrepared).count();
    for (ImageWork work : unsettled) {
      if (work.prepared() instanceof PreparedImage.Ready ready) {
        batch.add(work);
        crops.add(ready.crop());
      }
      if (batch.size() == encoder.maxBatch()) {
        break;
      }
    }
    if (!batch.isEmpty()) {
      List<Embedding> embeddings = times.inferring(() -> encoder.embedImages(crops));
      imageCounts.addComputed(batch.size());
      queue.addBatch(waiting);
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).settle(embeddings.get(i));
      }
    }
  }

  private Set<ImageWork> unsettledImages() {
    Set<ImageWork> unsettled = new LinkedHashSet<>();
    for (Slot<T> slot : window) {
      if (slot.isComplete() && !slot.imageWork().isSettled()) {
        unsettled.add(slot.imageWork());
      }
    }
    return unsettled;
  }

  /** Embeds all texts in the look-ahead, so that texts of similar lengths can be batched. */
  private void embedTexts() {
    Set<TextWork> unsettled = new LinkedHashSet<>();
    for (Slot<T> slot : window) {
      if (slot.isComplete()
          && !slot.textWork().isSettled()
          && slot.imageWork().rejection().isEmpty()) {
        unsettled.add(slot.textWork());
      }
    }
    List<TextWork> batch = List.copyOf(unsettled);
    List<Embedding> embeddings =
        times.inferring(() -> encoder.embedTexts(batch.stream().map(TextWork::tokens).toList()));
    textCounts.addComputed(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).settle(embeddings.get(i));
    }
  }

  private void count(Slot<T> scored) {
    if (scored.isComplete() && scored.imageWork().rejection().isEmpty()) {
      if (scored.imageWork().isKnown()) {
        imageCounts.addReused();
      }
      if (scored.textWork().isKnown()) {
        textCounts.addReused();
      }
    }
  }

  /** Returns the counts for images so far. */
  public EmbeddingCounts imageCounts() {
    return imageCounts;
  }

  /** Returns the counts for texts so far. */
  public EmbeddingCounts textCounts() {
    return textCounts;
  }

  /** Returns how far the decoders were ahead of the image tower so far. */
  public DecodeQueue queue() {
    return queue;
  }

  private void forget(Slot<T> slot) {
    windowBytes -= slot.bytes();
    slot.text().ifPresent(texts::release);
    slot.image().ifPresent(images::release);
  }

  /** Cancels unfinished reads and decodes. Afterwards, the pipeline has no more elements. */
  @Override
  public synchronized void close() {
    closed = true;
    window.forEach(slot -> slot.image().ifPresent(held -> held.work().cancel()));
    window.clear();
  }
}
