package org.thumbscore.runtime;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;

/**
 * The thread on which the calls to a session run. Thread-safe.
 *
 * <p>With ONNX Runtime's own kernels on a CPU, this is the caller's own thread. On CUDA, it is one
 * dedicated thread, because calls from changing threads increase the use of GPU memory, and
 * concurrent runs of a session can cause CUDA errors. For a plugin, it is one dedicated thread,
 * too, because each run uses all cores.
 */
sealed interface InferenceThread extends AutoCloseable {

  /** Runs a call and waits for its result. Exceptions are passed on to the caller. */
  <T> T call(Callable<T> call) throws Exception;

  @Override
  void close();

  static InferenceThread forDevice(Device device) {
    return device instanceof Device.Cpu
        ? new Callers()
        : new Dedicated(
            "thumbscore-" + device.description().replaceAll(" .*", "").replace(':', '-'));
  }

  /** The caller's own thread. */
  record Callers() implements InferenceThread {
    @Override
    public <T> T call(Callable<T> call) throws Exception {
      return call.call();
    }

    @Override
    public void close() {}
  }

  /** A single daemon thread with a bounded queue; callers wait while the queue is full. */
  final class Dedicated implements InferenceThread {
    private static final int QUEUE = 4;
    private final ThreadPoolExecutor executor;

    Dedicated(String name) {
      executor =
          new ThreadPoolExecutor(
              1,
              1,
              0,
              TimeUnit.SECONDS,
              new ArrayBlockingQueue<>(QUEUE),
              new BasicThreadFactory.Builder().namingPattern(name).daemon(true).build(),
              Dedicated::waitForRoom);
    }

    private static void waitForRoom(Runnable task, ThreadPoolExecutor executor) {
      if (executor.isShutdown()) {
        throw new RejectedExecutionException("the session is closed");
      }
      try {
        executor.getQueue().put(task);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RejectedExecutionException("interrupted while waiting for the device", e);
      }
    }

    @Override
    public <T> T call(Callable<T> call) throws Exception {
      Future<T> result = executor.submit(call);
      try {
        return result.get();
      } catch (InterruptedException e) {
        result.cancel(false);
        Thread.currentThread().interrupt();
        throw new EncoderException("interrupted while waiting for the device", e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Exception cause) {
          throw cause;
        }
        throw e;
      }
    }

    @Override
    public void close() {
      executor.shutdown();
    }
  }
}
