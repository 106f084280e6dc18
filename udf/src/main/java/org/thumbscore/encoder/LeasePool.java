package org.thumbscore.encoder;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares costly things between the tasks of a JVM: one for each key, opened by the first who asks
 * while the others wait, closed some time after the last lease came back. Thread-safe.
 *
 * <pre>{@code
 * try (LeasePool<String, Session>.Lease lease = pool.acquire("model", () -> open("model"))) {
 *   lease.value().run();
 * }
 * }</pre>
 *
 * @param <K> what makes two of them the same; a value
 * @param <R> the shared thing; thread-safe itself
 */
public final class LeasePool<K, R extends AutoCloseable> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeasePool.class);

  private final Map<K, Entry> entries = new HashMap<>();
  private final Duration idle;
  private final ScheduledExecutorService reaper;
  private boolean closed;

  /**
   * An empty pool.
   *
   * @param idle how long an unused thing is kept open for the next task
   */
  public LeasePool(Duration idle) {
    this.idle = idle;
    this.reaper =
        Executors.newSingleThreadScheduledExecutor(
            new BasicThreadFactory.Builder().namingPattern("thumbscore-pool").daemon(true).build());
  }

  /** A share of the thing; closing it twice is harmless. */
  public final class Lease implements AutoCloseable {
    private final K key;
    private final Entry entry;
    private final AtomicBoolean returned = new AtomicBoolean();

    private Lease(K key, Entry entry) {
      this.key = key;
      this.entry = entry;
    }

    /** The shared thing; not to be closed by the holder of a lease. */
    public R value() {
      return entry.opened.join();
    }

    @Override
    public void close() {
      if (returned.compareAndSet(false, true)) {
        release(key, entry);
      }
    }
  }

  private final class Entry {
    private final CompletableFuture<R> opened = new CompletableFuture<>();
    private int leases;
    private Future<?> closing = CompletableFuture.completedFuture(null);
  }

  /**
   * Takes a share; waits while another thread opens it.
   *
   * @param opener called at most once for those who ask at the same moment; what it throws reaches
   *     all of them, and the next to ask tries again
   */
  public Lease acquire(K key, Supplier<R> opener) {
    Entry entry;
    boolean mine;
    synchronized (entries) {
      entry = entries.get(key);
      mine = entry == null;
      if (mine) {
        entry = new Entry();
        entries.put(key, entry);
      }
      entry.leases++;
      entry.closing.cancel(false);
    }
    if (mine) {
      open(key, entry, opener);
    }
    return await(key, entry);
  }

  private void open(K key, Entry entry, Supplier<R> opener) {
    try {
      entry.opened.complete(opener.get());
    } catch (Throwable e) {
      // Whatever it is, others wait for it; Spark's Scala throws more than it declares.
      synchronized (entries) {
        entries.remove(key, entry);
      }
      entry.opened.completeExceptionally(e);
    }
  }

  private Lease await(K key, Entry entry) {
    try {
      entry.opened.join();
      return new Lease(key, entry);
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void release(K key, Entry entry) {
    synchronized (entries) {
      if (--entry.leases > 0) {
        return;
      }
      if (!closed) {
        Callable<Boolean> close = () -> closeIfIdle(key, entry);
        entry.closing = reaper.schedule(close, idle.toMillis(), TimeUnit.MILLISECONDS);
        return;
      }
    }
    closeIfIdle(key, entry);
  }

  private boolean closeIfIdle(K key, Entry entry) {
    synchronized (entries) {
      if (entry.leases > 0 || !entries.remove(key, entry)) {
        return false;
      }
    }
    closeQuietly(key, entry.opened.join());
    return true;
  }

  private void closeQuietly(K key, R resource) {
    try {
      resource.close();
      LOG.debug("Closed idle {}", key);
    } catch (Exception e) {
      LOG.warn("Cannot close idle {}", key, e);
    }
  }

  /** Counts the things that are open or being opened. */
  public int size() {
    synchronized (entries) {
      return entries.size();
    }
  }

  /** Counts the leases that are out. */
  public int leases() {
    synchronized (entries) {
      return entries.values().stream().mapToInt(entry -> entry.leases).sum();
    }
  }

  /**
   * Closes what no lease holds; what a lease still holds is closed when the last one comes back.
   */
  @Override
  public void close() {
    Map<K, Entry> held;
    synchronized (entries) {
      closed = true;
      reaper.shutdownNow();
      held = new HashMap<>(entries);
    }
    held.forEach(this::closeIfIdle);
  }
}
