package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thumbscore.config.ConfigException;
import org.thumbscore.lake.storage.GateException;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.StorageException;
import org.thumbscore.model.BundleException;
import org.thumbscore.quality.CalibrationException;
import org.thumbscore.runtime.EncoderException;
import org.thumbscore.testing.SharedSpark;
import scala.MatchError;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Command exited with code 52|Its heap was full. Raise spark.executor.memory",
        "The executor with id 2 exited with exit code 52(JVM OOM)|Its heap was full. Raise",
        "Command exited with code 137|raise spark.executor.memoryOverhead",
        "Container killed by YARN for exceeding memory limits|raise spark.executor.memoryOverhead",
        "heartbeat timed out|Look at the executors' logs",
      })
  void executorThatDiedNamesTheSettingToRaise(String reason, String advice) {
    Failure failure =
        Failure.of(
            new SparkException(
                "Job aborted: ExecutorLostFailure (executor 2 exited caused by one of the running tasks) Reason: "
                    + reason));
    assertEquals(ExitCode.ENVIRONMENT, failure.exitCode());
    assertTrue(failure.message().contains(advice), failure.message());
  }

  @Test
  void fullMemoryIsNoBugHoweverItIsWrapped() {
    OutOfMemoryError heap = new OutOfMemoryError("Java heap space");
    for (Throwable thrown :
        List.of(
            heap,
            new MatchError(heap),
            new SparkException("Job aborted", heap),
            new SparkException("Job aborted", new MatchError(heap)),
            new SparkException(
                "Job aborted: Lost task 0.0 (TID 3): java.lang.OutOfMemoryError: Java heap space\n\tat x"))) {
      Failure failure = Failure.of(thrown);
      assertEquals(ExitCode.ENVIRONMENT, failure.exitCode());
      assertTrue(
          failure
              .message()
              .startsWith(
                  "Cannot go on without memory: found 'Java heap space', expected the rows of a task to fit. Raise spark.executor.memory"),
          failure.message());
    }
    assertTrue(
        Failure.of(new OutOfMemoryError("Direct buffer memory"))
            .message()
            .contains("MaxDirectMemorySize"));
    assertTrue(Failure.of(new OutOfMemoryError()).message().contains("found 'OutOfMemoryError'"));
  }

  @Test
  void schemaThatSparkRefusesIsTheUsersToMend() {
    for (Throwable thrown :
        List.of(
            analysis(spark -> spark.range(1).select("no_such")),
            analysis(
                spark ->
                    spark
                        .range(1)
                        .selectExpr("named_struct('a', 1) as s")
                        .write()
                        .csv("/nowhere/to/be/written")),
            new SparkException(
                "[CANNOT_MERGE_SCHEMAS] Failed merging schemas:\nInitial schema:\n\"BIGINT\". SQLSTATE: 42KD9"),
            new SparkException(
                "Job aborted due to stage failure: Lost task: org.apache.spark.sql.AnalysisException: [PARQUET_TYPE_ILLEGAL] Illegal Parquet type: INT64 (TIMESTAMP(NANOS,true)). SQLSTATE: 42846\n\tat x"))) {
      Failure failure = Failure.of(thrown);
      assertEquals(ExitCode.USAGE, failure.exitCode(), failure.message());
      assertEquals(1, failure.message().lines().count());
      assertTrue(
          failure.message().startsWith("Cannot use the columns as they are: "), failure.message());
      assertFalse(failure.message().matches("(?s).*(SQLSTATE|please report|\\[[A-Z_]+\\]).*"));
    }
    assertEquals(
        new Failure("mine", ExitCode.USAGE),
        Failure.of(
            new InputException("mine", analysis(spark -> spark.range(1).select("no_such")))));
  }

  private static Exception analysis(Consumer<SparkSession> work) {
    return assertThrows(Exception.class, () -> work.accept(SharedSpark.session()));
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

  /** In the words of Spark's scheduler and of its context. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Job 3 cancelled because SparkContext was shut down",
        "Cannot call methods on a stopped SparkContext.\nThis stopped SparkContext was created at:",
        "SparkContext has been shutdown"
      })
  void sparkThatWasStoppedIsNoBug(String said) {
    Failure failure = Failure.of(new IllegalStateException("x", new SparkException(said)));
    assertEquals(
        new Failure(
            "Spark was stopped during the run. Start the run again: it goes on",
            ExitCode.ENVIRONMENT),
        failure);
  }

  private static int codeOf(Throwable thrown) {
    return Failure.of(thrown).exitCode().code();
  }
}
