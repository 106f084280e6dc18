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
 * The threads of an executor that read images: so many at once and no more, first come, first
 * served. Thread-safe.
 *
 * <p>A file system may hang for good, and no thread can be stopped from outside. A thread whose
 * reading is overdue is therefore left behind and another one takes its place; once four have been
 * left behind for each reader, nothing more is begun until one of them comes back.
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
    // Threads that any of the tasks may start: all of them load what the first one's task would.
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

  /** Reads it when its turn comes. */
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

  /** Readings that have begun and are neither ended nor overdue. */
  synchronized int running() {
    return running.size();
  }

  /** Threads that hang. */
  synchronized int leftBehind() {
    return leftBehind;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    clock.shutdownNow();
  }
}
