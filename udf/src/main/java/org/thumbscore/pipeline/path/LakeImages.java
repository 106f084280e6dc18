package org.thumbscore.pipeline.path;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.thumbscore.encoder.LeasePool;
import org.thumbscore.pipeline.EmbeddingPipeline;
import org.thumbscore.pipeline.ImageStore;
import org.thumbscore.pipeline.StoredImage;

/**
 * A store that reads the images of one task from any file system that Hadoop supports. Thread-safe.
 *
 * <p>The threads are shared with the other tasks of the executor, but the limit on the bytes that
 * are read and not yet decoded applies to each task. Must be closed after the pipeline.
 */
public final class LakeImages implements ImageStore, AutoCloseable {
  /** The maximum length of an array. */
  private static final long MAX_ARRAY = Integer.MAX_VALUE - 8;

  private final ImagePathSettings settings;
  private final long maxBytes;
  private final Configuration hadoop;
  private final LongConsumer nanosSpent;
  private final LeasePool<?, ReaderThreads>.Lease threads;
  private final ByteBudget budget = new ByteBudget(EmbeddingPipeline.MAX_LOOK_AHEAD_BYTES);

  private LakeImages(
      ImagePathSettings settings,
      long maxBytes,
      Configuration hadoop,
      LongConsumer nanosSpent,
      LeasePool<?, ReaderThreads>.Lease threads) {
    this.settings = settings;
    this.maxBytes = maxBytes;
    this.hadoop = hadoop;
    this.nanosSpent = nanosSpent;
    this.threads = threads;
  }

  /**
   * Opens a store, which does not read anything until the first image is requested.
   *
   * @param maxBytes the maximum length of an image that is read
   * @param hadoop a configuration with the credentials of the file systems
   * @param nanosSpent receives the time of each read; called from many threads
   */
  public static LakeImages open(
      ImagePathSettings settings, long maxBytes, Configuration hadoop, LongConsumer nanosSpent) {
    return new LakeImages(
        settings, Math.min(maxBytes, MAX_ARRAY), hadoop, nanosSpent, ReaderPool.acquire(settings));
  }

  @Override
  public CompletableFuture<StoredImage> read(String path) {
    try {
      ImageFile file = new ImageFile(ImagePath.resolve(settings.base(), path), maxBytes, hadoop);
      Reading reading = new Reading(file, budget, settings.timeout().toNanos(), nanosSpent);
      threads.value().submit(reading);
      return reading.result();
    } catch (RefusedException e) {
      return CompletableFuture.completedFuture(new StoredImage.Refused(e.why()));
    }
  }

  /** Returns the number of bytes that are read and not yet decoded. */
  long heldBytes() {
    return budget.held();
  }

  @Override
  public void close() {
    threads.close();
  }
}
