package org.thumbscore.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LeasePoolTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private static final class Session implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public void close() {
      assertEquals(1, closed.getCount(), "closed twice");
      closed.countDown();
    }

    boolean isClosed() {
      return closed.getCount() == 0;
    }
  }

  @Test
  void concurrentTasksLoadOneSession() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    ExecutorService tasks = Executors.newFixedThreadPool(16);
    try (LeasePool<String, Session> pool = new LeasePool<>(LONG)) {
      List<Future<Session>> sessions = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        sessions.add(tasks.submit(() -> acquireSlowly(pool, opened).value()));
      }
      Session first = sessions.get(0).get();
      for (Future<Session> session : sessions) {
        assertSame(first, session.get());
      }
    } finally {
      tasks.shutdownNow();
    }
    assertEquals(1, opened.get());
  }

  private static LeasePool<String, Session>.Lease acquireSlowly(
      LeasePool<String, Session> pool, AtomicInteger opened) {
    return pool.acquire(
        "model",
        () -> {
          opened.incrementAndGet();
          sleep(100);
          return new Session();
        });
  }

  @Test
  void anIdleSessionIsClosedAfterTheLastLease() throws Exception {
    try (LeasePool<String, Session> pool = new LeasePool<>(Duration.ofMillis(50))) {
      LeasePool<String, Session>.Lease one = pool.acquire("model", Session::new);
      LeasePool<String, Session>.Lease two = pool.acquire("model", Session::new);
      Session session = one.value();
      one.close();
      one.close();
      sleep(200);
      assertFalse(session.isClosed(), "still leased");
      two.close();
      assertTrue(session.closed.await(10, TimeUnit.SECONDS));
      assertEquals(0, pool.size());
    }
  }

  @Test
  void aSessionTakenAgainInTimeStaysOpen() {
    try (LeasePool<String, Session> pool = new LeasePool<>(Duration.ofMillis(300))) {
      LeasePool<String, Session>.Lease one = pool.acquire("model", Session::new);
      one.close();
      LeasePool<String, Session>.Lease two = pool.acquire("model", Session::new);
      assertSame(one.value(), two.value());
      sleep(600);
      assertFalse(two.value().isClosed());
    }
  }

  @Test
  void aFailedOpeningReachesAllWhoWaitAndIsTriedAgain() {
    try (LeasePool<String, Session> pool = new LeasePool<>(LONG)) {
      IllegalStateException broken = new IllegalStateException("broken bundle");
      assertSame(
          broken,
          assertThrows(
              IllegalStateException.class,
              () ->
                  pool.acquire(
                      "model",
                      () -> {
                        throw broken;
                      })));
      assertEquals(0, pool.size());
      pool.acquire("model", Session::new).close();
    }
  }

  @Test
  void closingThePoolClosesWhatNobodyHolds() {
    LeasePool<String, Session> pool = new LeasePool<>(LONG);
    LeasePool<String, Session>.Lease held = pool.acquire("held", Session::new);
    LeasePool<String, Session>.Lease idle = pool.acquire("idle", Session::new);
    idle.close();
    pool.close();
    assertTrue(idle.value().isClosed());
    assertFalse(held.value().isClosed());
  }

  @Test
  void aLeaseReturnedToAClosedPoolClosesWhatItHeld() {
    LeasePool<String, Session> pool = new LeasePool<>(LONG);
    LeasePool<String, Session>.Lease one = pool.acquire("model", Session::new);
    LeasePool<String, Session>.Lease two = pool.acquire("model", Session::new);
    pool.close();
    one.close();
    assertFalse(two.value().isClosed());
    two.close();
    assertTrue(two.value().isClosed());
    assertEquals(0, pool.size());
  }

  @Test
  void anUndeclaredExceptionReachesAllWhoWaitAndIsTriedAgain() {
    try (LeasePool<String, Session> pool = new LeasePool<>(LONG)) {
      IOException undeclared = new IOException("as Scala throws them");
      CompletionException failure =
          assertThrows(
              CompletionException.class,
              () -> pool.acquire("model", () -> LeasePoolTest.<RuntimeException>raise(undeclared)));
      assertSame(undeclared, failure.getCause());
      assertEquals(0, pool.size());
      pool.acquire("model", Session::new).close();
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> Session raise(Exception undeclared) throws E {
    throw (E) undeclared;
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
