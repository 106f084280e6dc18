package org.thumbscore.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InferenceThreadTest {

  @Test
  void cudaCallsOfManyTasksStayOnOneThread() throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    AtomicInteger calls = new AtomicInteger();
    List<Future<Integer>> results = new ArrayList<>();
    ExecutorService tasks = Executors.newFixedThreadPool(8);
    try (InferenceThread cuda = InferenceThread.forDevice(new Device.Cuda(0))) {
      for (int i = 0; i < 200; i++) {
        results.add(
            tasks.submit(
                () ->
                    cuda.call(
                        () -> {
                          threads.add(Thread.currentThread());
                          return calls.incrementAndGet();
                        })));
      }
      for (Future<Integer> result : results) {
        result.get(30, TimeUnit.SECONDS);
      }
    } finally {
      tasks.shutdownNow();
    }
    assertEquals(200, calls.get());
    assertEquals(1, threads.size());
  }

  @Test
  void cpuCallsRunOnTheCallersThread() throws Exception {
    try (InferenceThread cpu = InferenceThread.forDevice(new Device.Cpu())) {
      assertSame(Thread.currentThread(), cpu.call(Thread::currentThread));
    }
  }

  @Test
  void whatTheCallThrowsReachesTheCaller() {
    try (InferenceThread cuda = InferenceThread.forDevice(new Device.Cuda(0))) {
      IOException thrown = new IOException("out of memory");
      assertSame(
          thrown,
          assertThrows(
              IOException.class,
              () ->
                  cuda.call(
                      () -> {
                        throw thrown;
                      })));
    }
  }

  @Test
  void anInterruptedTaskStopsWaiting() {
    CountDownLatch running = new CountDownLatch(1);
    try (InferenceThread cuda = InferenceThread.forDevice(new Device.Cuda(0))) {
      Thread.currentThread().interrupt();
      assertThrows(
          EncoderException.class, () -> cuda.call(() -> running.await(1, TimeUnit.MINUTES)));
      assertEquals(true, Thread.interrupted());
    } finally {
      running.countDown();
    }
  }
}
