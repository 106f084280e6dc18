package org.thumbscore.pipeline.path;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.apache.hadoop.fs.FileStatus;
import org.thumbscore.common.Redaction;
import org.thumbscore.pipeline.StoredImage;

/**
 * The read of one image. It runs on one thread and is ended by that thread, by its timeout, or by
 * the task that no longer needs it, whichever comes first.
 */
final class Reading {
  private final ImageFile file;
  private final ByteBudget budget;
  private final LongConsumer nanosSpent;
  private final CompletableFuture<StoredImage> result = new Result();
  private final AtomicLong reserved = new AtomicLong();
  private long nanosLeft;
  private Thread thread;

  Reading(ImageFile file, ByteBudget budget, long timeoutNanos, LongConsumer nanosSpent) {
    this.file = file;
    this.budget = budget;
    this.nanosLeft = timeoutNanos;
    this.nanosSpent = nanosSpent;
  }

  CompletableFuture<StoredImage> result() {
    return result;
  }

  /** Refuses the image and interrupts the thread, which may or may not respond. */
  void giveUp(String why) {
    if (result.complete(new StoredImage.Refused(file.refused(why).why()))) {
      // The thread may hang forever, and the task must continue.
      release();
      interrupt();
    }
  }

  private synchronized void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Reads the image on this thread. Bad files never cause an exception. */
  void run(Clock clock) {
    if (!begin()) {
      return;
    }
    try {
      read(clock);
    } catch (RefusedException e) {
      result.complete(new StoredImage.Refused(e.why()));
    } catch (InterruptedException e) {
      result.cancel(false);
    } catch (IOException | RuntimeException | LinkageError e) {
      // If the libraries of a file system are missing, only the rows that use it are affected.
      result.complete(new StoredImage.Refused(file.refused(Redaction.reason(e)).why()));
    } catch (Error e) {
      result.completeExceptionally(e);
    } finally {
      end();
    }
  }

  private synchronized boolean begin() {
    if (result.isDone()) {
      return false;
    }
    thread = Thread.currentThread();
    return true;
  }

  private synchronized void end() {
    thread = null;
    // An interrupt for this read must not affect the thread's next one.
    Thread.interrupted();
  }

  private void read(Clock clock) throws IOException, RefusedException, InterruptedException {
    FileStatus status = timed(clock, file::look);
    // Not timed, because this waits for the decoders.
    budget.reserve(status.getLen());
    reserved.set(status.getLen());
    boolean handedOver = false;
    try {
      byte[] bytes = timed(clock, () -> file.read(status));
      handedOver = result.complete(new StoredImage.Whole(bytes, this::release));
    } finally {
      if (!handedOver) {
        release();
      }
    }
  }

  private void release() {
    budget.release(reserved.getAndSet(0));
  }

  private <T> T timed(Clock clock, Step<T> step) throws IOException, RefusedException {
    long start = System.nanoTime();
    Future<?> alarm = clock.alarm(nanosLeft);
    try {
      return step.take();
    } finally {
      alarm.cancel(false);
      long spent = System.nanoTime() - start;
      nanosLeft -= spent;
      nanosSpent.accept(spent);
    }
  }

  /** A future that interrupts the thread when it is cancelled. */
  private final class Result extends CompletableFuture<StoredImage> {
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      if (cancelled) {
        interrupt();
      }
      return cancelled;
    }
  }

  /** A clock that schedules the timeout of this read. */
  @FunctionalInterface
  interface Clock {
    Future<?> alarm(long nanos);
  }

  @FunctionalInterface
  private interface Step<T> {
    T take() throws IOException, RefusedException;
  }
}
