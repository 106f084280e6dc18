package org.thumbscore.lake.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;

/** Runs many storage requests concurrently, because they mostly wait for responses. */
public final class Concurrently {
  private static final int THREADS = 16;

  private Concurrently() {}

  /**
   * Applies a function to each item on up to 16 threads.
   *
   * @return the results in the order of the items
   * @throws RuntimeException the exception of the first item, in order, for which the function
   *     fails
   */
  public static <A, B> List<B> map(Collection<A> items, Function<? super A, ? extends B> function) {
    if (items.size() < 2) {
      return items.stream().<B>map(function).toList();
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(THREADS, items.size()),
            new BasicThreadFactory.Builder().namingPattern("storage-%d").daemon(true).build());
    try {
      List<Future<B>> asked = new ArrayList<>();
      for (A item : items) {
        asked.add(threads.submit(() -> function.apply(item)));
      }
      List<B> answers = new ArrayList<>();
      for (Future<B> each : asked) {
        answers.add(answer(each));
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  private static <B> B answer(Future<B> asked) {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      if (e.getCause() instanceof Error thrown) {
        throw thrown;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException("Cannot wait for the storage: the run was interrupted", e);
    }
  }
}
