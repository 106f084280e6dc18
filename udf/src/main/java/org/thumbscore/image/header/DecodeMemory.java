package org.thumbscore.image.header;

import java.util.concurrent.Semaphore;

/**
 * How much memory the decoded images of this process may take at the same time. Small ones, as
 * thumbnails are, take what they need; large ones wait for each other. Thread-safe.
 */
public final class DecodeMemory {
  /** All of this JVM's decoders together; half of the heap. */
  public static final DecodeMemory SHARED = new DecodeMemory(Runtime.getRuntime().maxMemory() / 2);

  /** An image of up to 8 million pixels waits for nothing. */
  private static final long SMALL = 32L << 20;

  private static final int SHIFT = 20;

  private final int megabytes;
  private final Semaphore free;

  public DecodeMemory(long bytes) {
    this.megabytes = (int) Math.max(1, bytes >> SHIFT);
    // Fair, else a large image would wait for as long as smaller ones come.
    this.free = new Semaphore(megabytes, true);
  }

  /** What one image holds; closed once, by the decoder or with the image. Not thread-safe. */
  public final class Claim implements AutoCloseable {
    private int held;

    /**
     * Waits until there is room; once for an image.
     *
     * @throws TooLargeException if there never will be
     */
    public void take(long bytes) throws TooLargeException {
      if (bytes <= SMALL) {
        return;
      }
      long needed = (bytes >> SHIFT) + 1;
      if (needed > megabytes) {
        throw new TooLargeException(
            "decoding takes %d MiB; half of this executor's heap is %d MiB"
                .formatted(needed, megabytes));
      }
      free.acquireUninterruptibly((int) needed);
      held = (int) needed;
    }

    /** Whether there is anything to give back. */
    public boolean holds() {
      return held > 0;
    }

    @Override
    public void close() {
      free.release(held);
      held = 0;
    }
  }

  public Claim claim() {
    return new Claim();
  }
}
