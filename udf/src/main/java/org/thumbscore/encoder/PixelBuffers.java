package org.thumbscore.encoder;

import java.nio.FloatBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.thumbscore.runtime.EncoderException;

/**
 * A bounded set of direct pixel buffers, allocated on first use. Thread-safe.
 *
 * <p>The bound applies back-pressure: a caller that finds no free buffer waits until a run is done.
 */
final class PixelBuffers {
  private final Semaphore permits;
  private final BlockingQueue<FloatBuffer> idle;
  private final Supplier<FloatBuffer> maker;

  PixelBuffers(int bound, Supplier<FloatBuffer> maker) {
    this.permits = new Semaphore(bound);
    this.idle = new ArrayBlockingQueue<>(bound);
    this.maker = maker;
  }

  /** Returns a buffer at position 0, which must be given back with {@link #give}. */
  FloatBuffer take() {
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EncoderException("interrupted while waiting for a pixel buffer", e);
    }
    FloatBuffer buffer = idle.poll();
    return buffer == null ? make() : buffer.clear();
  }

  private FloatBuffer make() {
    try {
      return maker.get();
    } catch (RuntimeException | Error e) {
      permits.release();
      throw e;
    }
  }

  void give(FloatBuffer buffer) {
    idle.add(buffer);
    permits.release();
  }

  int idleCount() {
    return idle.size();
  }
}
