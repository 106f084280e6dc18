package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.thumbscore.config.ConfigException;
import org.thumbscore.lake.storage.GateException;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.StorageException;
import org.thumbscore.model.BundleException;
import org.thumbscore.quality.CalibrationException;
import org.thumbscore.runtime.EncoderException;

class FailureTest {
  @Test
  void eachKindHasItsExitCode() {
    assertEquals(2, codeOf(new ConfigException("x")));
    assertEquals(2, codeOf(new InputException("x")));
    assertEquals(2, codeOf(new CalibrationException("x")));
    assertEquals(3, codeOf(new GateException("x")));
    assertEquals(4, codeOf(new BundleException("x")));
    assertEquals(4, codeOf(new EncoderException("x")));
    assertEquals(4, codeOf(new StorageException("x")));
    assertEquals(1, codeOf(new IllegalStateException("x")));
    assertEquals(1, codeOf(new NoClassDefFoundError("x")));
  }

  @Test
  void causeThatAUserCanMendIsFoundInsideSparksOwn() {
    Failure failure =
        Failure.of(
            new IllegalStateException(
                "Job aborted.\n at frame",
                new RuntimeException(new EncoderException("No GPU\nhere"))));
    assertEquals(new Failure("No GPU; here", ExitCode.ENVIRONMENT), failure);
  }

  @Test
  void bugIsOneLineWithItsRoot() {
    Failure failure =
        Failure.of(
            new IllegalStateException("Job aborted", new ArithmeticException("by zero\n at x")));
    assertTrue(
        failure
            .message()
            .startsWith("Failed unexpectedly: ArithmeticException: by zero. Please report it"));
    assertEquals(1, failure.message().lines().count());
  }

  @Test
  void lostExecutorsAreNoBug() {
    Failure failure =
        Failure.of(
            new SparkException(
                "Job aborted due to stage failure: Task 0 in stage 3.0 failed 4 times, most recent failure: Lost task 0.3 in stage 3.0 (TID 9) (127.0.0.1 executor 2): ExecutorLostFailure (executor 2 exited caused by one of the running tasks) Reason: Command exited with code 137\nDriver stacktrace:"));
    assertEquals(ExitCode.ENVIRONMENT, failure.exitCode());
    assertTrue(
        failure
            .message()
            .startsWith(
                "Cannot go on without executors: ExecutorLostFailure (executor 2 exited caused by one of the running tasks) Reason: Command exited with code 137; expected"),
        failure.message());
  }

  @Test
  void storageThatDoesNotAnswerIsNoBug() {
    Failure failure =
        Failure.of(new IllegalStateException("x", new ConnectException("Connection refused")));
    assertEquals(
        new Failure(
            "Cannot reach the storage: Connection refused. Start the run again when it answers: it goes on",
            ExitCode.ENVIRONMENT),
        failure);
  }

  private static int codeOf(Throwable thrown) {
    return Failure.of(thrown).exitCode().code();
  }
}
