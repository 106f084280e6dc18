package org.thumbscore.image.header;

import java.util.concurrent.Semaphore;

/**
 * A limit on the memory that the decoded images of this process may use at the same time. Small
 * images get their memory immediately; large ones wait for each other. Thread-safe.
 */
public final class DecodeMemory {
  /** The memory of all decoders in this JVM, which is half of the heap. */
  public static final DecodeMemory SHARED = new DecodeMemory(Runtime.getRuntime().maxMemory() / 2);

  /** Images of up to 8 million pixels do not wait. */
  private static final long SMALL = 32L << 20;

  private static final int SHIFT = 20;

  private final int megabytes;
  private final Semaphore free;

  public DecodeMemory(long bytes) {
    this.megabytes = (int) Math.max(1, bytes >> SHIFT);
    // Fair, because a large image would otherwise wait as long as smaller ones arrive.
    this.free = new Semaphore(megabytes, true);
  }

  /** The share of one image, closed once, by the decoder or with the image. Not thread-safe. */
  public final class Claim implements AutoCloseable {
    private int held;

    /**
     * Waits until the memory is available. Must be called at most once for each image.
     *
     * @throws TooLargeException if the memory can never become available
     */
    public void take(long bytes) throws TooLargeException {
      if (isSmall(bytes)) {
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

    /** Returns whether the claim holds memory to release. */
    public boolean holds() {
      return held > 0;
    }

    @Override
    public void close() {
      free.release(held);
      held = 0;
    }
  }

  /** Returns whether an image that takes so many bytes never waits. */
  public static boolean isSmall(long bytes) {
    return bytes <= SMALL;
  }

  public Claim claim() {
    return new Claim();
  }
}
