package org.thumbscore.fetch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * Fetches the URLs of one task. It runs as many requests in parallel as there are threads and
 * serves hosts in turn, so that no thread waits for the rate limit of a host. Not thread-safe.
 */
final class FetchWindow {
  /**
   * The number of URLs held at once, which bounds the memory of a task whatever its partition's
   * size.
   */
  private static final int PENDING = 100_000;

  private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(200);

  private final ImageFetcher fetcher;
  private final HostGates gates;
  private final FetchSettings settings;
  private final Executor threads;

  private final Map<String, HostQueue> hosts = new HashMap<>();
  private final Deque<HostQueue> turns = new ArrayDeque<>();
  private final PriorityQueue<Try> later = new PriorityQueue<>(Comparator.comparingLong(Try::at));
  private final BlockingQueue<Done> done = new LinkedBlockingQueue<>();
  private int pending;
  private int running;

  private record Try(UrlToFetch url, int attempt, long at) {}

  private record Done(Try what, Optional<FetchResult> result, Optional<Throwable> thrown) {}

  private static final class HostQueue {
    private final Deque<Try> tries = new ArrayDeque<>();
    private final HostGate gate;
    private int running;

    private HostQueue(HostGate gate) {
      this.gate = gate;
    }
  }

  FetchWindow(ImageFetcher fetcher, HostGates gates, FetchSettings settings, Executor threads) {
    this.fetcher = fetcher;
    this.gates = gates;
    this.settings = settings;
    this.threads = threads;
  }

  /**
   * Fetches all URLs, retrying each until it has a final result.
   *
   * @param sink receives the results on the calling thread, in order of completion
   * @param stopped polled frequently; once it returns true, no further request is started and this
   *     method returns
   */
  void run(
      Iterator<UrlToFetch> urls, BiConsumer<UrlToFetch, FetchResult> sink, BooleanSupplier stopped)
      throws InterruptedException {
    while (!stopped.getAsBoolean()) {
      admit(urls);
      if (pending == 0) {
        return;
      }
      long wait = begin();
      Done next = done.poll(wait, TimeUnit.NANOSECONDS);
      if (next != null) {
        settle(next, sink);
      }
    }
  }

  private void admit(Iterator<UrlToFetch> urls) {
    while (pending < PENDING && urls.hasNext()) {
      queue(new Try(urls.next(), 0, 0));
      pending++;
    }
    while (!later.isEmpty() && later.peek().at() <= System.nanoTime()) {
      queue(later.poll());
    }
  }

  private void queue(Try next) {
    HostQueue queue =
        hosts.computeIfAbsent(next.url().host(), host -> new HostQueue(gates.of(host)));
    if (queue.tries.isEmpty()) {
      turns.add(queue);
    }
    queue.tries.add(next);
  }

  /** Starts the requests that may start now and returns how long to wait before checking again. */
  private long begin() {
    long wait = LONGEST_WAIT;
    for (int i = turns.size(); i > 0 && running < settings.concurrency(); i--) {
      HostQueue queue = turns.remove();
      long closed = queue.gate.closed().isPresent() ? 0 : queue.gate.nanosUntilOpen();
      // A host with its maximum of running requests is checked again when one of them completes.
      if (queue.running < settings.politeness().perHost()) {
        if (closed == 0) {
          start(queue, queue.tries.remove());
        }
        wait = Math.min(wait, Math.max(closed, TimeUnit.MILLISECONDS.toNanos(1)));
      }
      if (!queue.tries.isEmpty()) {
        turns.add(queue);
      }
    }
    return running >= settings.concurrency() || turns.isEmpty() ? LONGEST_WAIT : wait;
  }

  private void start(HostQueue queue, Try next) {
    queue.running++;
    running++;
    threads.execute(() -> done.add(attempt(next)));
  }

  private Done attempt(Try next) {
    try {
      return new Done(next, Optional.of(fetcher.attempt(next.url().url())), Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Done(next, Optional.empty(), Optional.of(e));
    } catch (RuntimeException | Error e) {
      return new Done(next, Optional.empty(), Optional.of(e));
    }
  }

  private void settle(Done settled, BiConsumer<UrlToFetch, FetchResult> sink) {
    HostQueue queue = hosts.get(settled.what().url().host());
    queue.running--;
    running--;
    FetchResult result =
        settled
            .result()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Cannot fetch an image", settled.thrown().orElseThrow()));
    Optional<Duration> again = again(result, settled.what().attempt(), queue.gate);
    if (again.isPresent()) {
      long at = System.nanoTime() + again.get().toNanos();
      later.add(new Try(settled.what().url(), settled.what().attempt() + 1, at));
    } else {
      pending--;
      sink.accept(settled.what().url(), result);
    }
  }

  /** Returns the delay before the next attempt, or empty if the result is final. */
  private Optional<Duration> again(FetchResult result, int attempt, HostGate gate) {
    boolean mayPass =
        result.status() == FetchStatus.SERVER_ERROR
            || result.status() == FetchStatus.CONNECTION_FAILED;
    if (!result.temporary()
        || !mayPass
        || attempt >= settings.limits().retries()
        || gate.closed().isPresent()) {
      return Optional.empty();
    }
    Duration asked = result.retryAfter().orElse(Duration.ZERO);
    // After a redirect, the delay is that of another host, whose gate has already been paused.
    return asked.compareTo(Retries.LONGEST) > 0
        ? Optional.empty()
        : Optional.of(asked.plus(Retries.backOff(attempt)));
  }
}
