package org.thumbscore.pipeline.path;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;

/**
 * The threads of an executor that read images. Their number is limited, and images are read in the
 * order of submission. Thread-safe.
 *
 * <p>A file system may hang forever, and its thread cannot be stopped from outside. A thread whose
 * read times out is therefore abandoned and replaced by another one. Once four threads have been
 * abandoned for each reader, no further reads are started until one of these threads returns.
 */
final class ReaderThreads implements AutoCloseable {
  private static final int LEFT_BEHIND_PER_READER = 4;

  private final int readers;
  private final int mostLeftBehind;
  private final Duration timeout;
  private final ExecutorService threads;
  private final ScheduledThreadPoolExecutor clock;
  private final Deque<Reading> waiting = new ArrayDeque<>();
  private final Set<Reading> running = new HashSet<>();
  private int leftBehind;

  ReaderThreads(int readers, Duration timeout) {
    this.readers = readers;
    this.mostLeftBehind = LEFT_BEHIND_PER_READER * readers;
    this.timeout = timeout;
    // All threads use the class loader of the first task, because any task may start them.
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    this.threads = Executors.newCachedThreadPool(factory("thumbscore-reader-", loader));
    this.clock = new ScheduledThreadPoolExecutor(1, factory("thumbscore-reader-clock-", loader));
    clock.setRemoveOnCancelPolicy(true);
  }

  private static ThreadFactory factory(String prefix, ClassLoader loader) {
    ThreadFactory daemons =
        new BasicThreadFactory.Builder().namingPattern(prefix + "%d").daemon(true).build();
    return task -> {
      Thread thread = daemons.newThread(task);
      thread.setContextClassLoader(loader);
      return thread;
    };
  }

  Duration timeout() {
    return timeout;
  }

  /** Queues a read, or refuses it if too many threads hang. */
  void submit(Reading reading) {
    synchronized (this) {
      if (leftBehind < mostLeftBehind) {
        waiting.add(reading);
        beginWaiting();
        return;
      }
    }
    refuse(reading);
  }

  private synchronized void beginWaiting() {
    while (running.size() < readers && !waiting.isEmpty()) {
      Reading next = waiting.remove();
      running.add(next);
      threads.execute(() -> work(next));
    }
  }

  private void work(Reading reading) {
    try {
      reading.run(nanos -> clock.schedule(() -> overdue(reading), nanos, TimeUnit.NANOSECONDS));
    } finally {
      ended(reading);
    }
  }

  private synchronized void ended(Reading reading) {
    if (!running.remove(reading)) {
      leftBehind--;
    }
    if (!threads.isShutdown()) {
      beginWaiting();
    }
  }

  private void overdue(Reading reading) {
    List<Reading> hopeless = new ArrayList<>();
    synchronized (this) {
      if (!running.remove(reading)) {
        return;
      }
      if (++leftBehind < mostLeftBehind) {
        beginWaiting();
      } else {
        hopeless.addAll(waiting);
        waiting.clear();
      }
    }
    reading.giveUp(
        "not read within %s s, score.images.timeout".formatted(timeout.toMillis() / 1000.0));
    hopeless.forEach(this::refuse);
  }

  private void refuse(Reading reading) {
    reading.giveUp(
        "%d earlier readings hang in their file system; none is begun until one comes back"
            .formatted(mostLeftBehind));
  }

  /** Returns the number of reads that have started and have neither ended nor timed out. */
  synchronized int running() {
    return running.size();
  }

  /** Returns the number of abandoned threads that have not returned. */
  synchronized int leftBehind() {
    return leftBehind;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    clock.shutdownNow();
  }
}
