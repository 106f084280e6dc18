package org.thumbscore.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Measures how often something can be done in a second. */
final class Throughput {
  private static final double NANOS = 1e9;

  private Throughput() {}

  /**
   * Repeats work on several threads at the same time, after one repetition on each that does not
   * count.
   *
   * @param work returns the work of a thread, given its index
   * @param seconds the time after which no thread begins another repetition
   * @return the repetitions per second of all threads together
   */
  static double of(int threads, double seconds, IntFunction<Runnable> work) {
    List<Runnable> each = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      each.add(work.apply(i));
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      all(pool, each.stream().<Counted>map(one -> () -> repeat(one, 0)).toList());
      long start = System.nanoTime();
      double count =
          all(pool, each.stream().<Counted>map(one -> () -> repeat(one, seconds)).toList());
      return count / ((System.nanoTime() - start) / NANOS);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Something that returns how often it was done. */
  @FunctionalInterface
  interface Counted {
    double count();
  }

  /** Runs tasks at the same time and returns the sum of their counts. */
  static double all(ExecutorService pool, List<Counted> tasks) {
    List<Future<Double>> running = tasks.stream().map(task -> pool.submit(task::count)).toList();
    double sum = 0;
    for (Future<Double> one : running) {
      sum += result(one);
    }
    return sum;
  }

  /** Waits for the result of another thread, and passes its exceptions on. */
  static <T> T result(Future<T> running) {
    try {
      return running.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static double repeat(Runnable work, double seconds) {
    long start = System.nanoTime();
    int done = 0;
    do {
      work.run();
      done++;
    } while (System.nanoTime() - start < seconds * NANOS);
    return done;
  }
}
