package org.thumbscore.encoder;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool that shares expensive resources between the tasks of a JVM, one for each key. The first
 * caller opens the resource while the others wait; it is closed some time after the last lease is
 * returned. Thread-safe.
 *
 * <pre>{@code
 * try (LeasePool<String, Session>.Lease lease = pool.acquire("model", () -> open("model"))) {
 *   lease.value().run();
 * }
 * }</pre>
 *
 * @param <K> the key by which resources are shared; a value type
 * @param <R> the shared resource, which must be thread-safe
 */
public final class LeasePool<K, R extends AutoCloseable> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeasePool.class);
  private static final Duration JVM_IDLE = Duration.ofSeconds(60);

  private final Map<K, Entry> entries = new HashMap<>();
  private final Duration idle;
  private final ScheduledThreadPoolExecutor reaper;
  private boolean closed;

  /**
   * Creates an empty pool.
   *
   * @param idle how long an unused resource is kept open for the next task
   */
  public LeasePool(Duration idle) {
    this.idle = idle;
    this.reaper =
        new ScheduledThreadPoolExecutor(
            1,
            new BasicThreadFactory.Builder().namingPattern("thumbscore-pool").daemon(true).build());
    // A lease for each row of a query would leave as many closings behind, which came to nothing.
    reaper.setRemoveOnCancelPolicy(true);
  }

  /**
   * Creates a pool that lives as long as the JVM. It keeps an unused resource open for a minute and
   * is closed when the JVM exits.
   */
  public static <K, R extends AutoCloseable> LeasePool<K, R> ofJvm() {
    LeasePool<K, R> pool = new LeasePool<>(JVM_IDLE);
    Runtime.getRuntime().addShutdownHook(new Thread(pool::close, "thumbscore-pool-exit"));
    return pool;
  }

  /** A share of a resource. Closing it more than once has no effect. */
  public final class Lease implements AutoCloseable {
    private final K key;
    private final Entry entry;
    private final AtomicBoolean returned = new AtomicBoolean();

    private Lease(K key, Entry entry) {
      this.key = key;
      this.entry = entry;
    }

    /** Returns the shared resource, which the holder of the lease must not close. */
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
   * Acquires a lease; waits while another thread opens the resource.
   *
   * @param opener called at most once for concurrent callers; if it throws, all of them receive the
   *     exception, and the next caller tries again
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
      // Other threads wait for any outcome, and Spark's Scala code throws undeclared checked
      // exceptions.
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

  /** Returns the number of resources that are open or being opened. */
  public int size() {
    synchronized (entries) {
      return entries.size();
    }
  }

  /** Returns the number of leases that have not been returned. */
  public int leases() {
    synchronized (entries) {
      return entries.values().stream().mapToInt(entry -> entry.leases).sum();
    }
  }

  /**
   * Closes the resources without leases. The others are closed when their last lease is returned.
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
