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
 * One image on its way out of its file. Run by one thread, ended by whoever comes first: that
 * thread, the clock or the task that no longer wants it.
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

  /** Stops waiting for it, and its thread if that listens. */
  void giveUp(String why) {
    if (result.complete(new StoredImage.Refused(file.refused(why).why()))) {
      // Its thread may hang for good, and the task must go on.
      release();
      interrupt();
    }
  }

  private synchronized void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Reads it in this thread; bad files never throw. */
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
      // A file system whose libraries are not there is a bad path of its rows, not of all.
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
    // What was meant for this reading must not reach the thread's next one.
    Thread.interrupted();
  }

  private void read(Clock clock) throws IOException, RefusedException, InterruptedException {
    FileStatus status = timed(clock, file::look);
    // Not on the clock: here the decoders are waited for.
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

  /** Cancelling it reaches the thread. */
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

  /** Sets an alarm that gives this reading up. */
  @FunctionalInterface
  interface Clock {
    Future<?> alarm(long nanos);
  }

  @FunctionalInterface
  private interface Step<T> {
    T take() throws IOException, RefusedException;
  }
}
