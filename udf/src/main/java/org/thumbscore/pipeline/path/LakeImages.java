package org.thumbscore.pipeline.path;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.thumbscore.encoder.LeasePool;
import org.thumbscore.pipeline.EmbeddingPipeline;
import org.thumbscore.pipeline.ImageStore;
import org.thumbscore.pipeline.StoredImage;

/**
 * Images of one task, in any file system that Hadoop reads. Thread-safe.
 *
 * <p>The threads are shared with the other tasks of the executor; the bound on what is read and not
 * yet decoded is the task's own. Close it after the pipeline.
 */
public final class LakeImages implements ImageStore, AutoCloseable {
  /** The longest array there can be. */
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
   * Starts nothing until the first image is asked for.
   *
   * @param maxBytes longest image that is read
   * @param hadoop with the credentials of its file systems
   * @param nanosSpent gets the time of each reading; called by many threads
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

  /** Bytes that are read and not yet decoded. */
  long heldBytes() {
    return budget.held();
  }

  @Override
  public void close() {
    threads.close();
  }
}
