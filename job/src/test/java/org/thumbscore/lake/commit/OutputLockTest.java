package org.thumbscore.lake.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.lake.storage.OutputDirectory;
import org.thumbscore.lake.storage.StorageException;

class OutputLockTest {
  private static final OutputLock.Timing FAST =
      new OutputLock.Timing(Duration.ofMillis(100), Duration.ofMillis(1_000));

  @TempDir Path folder;
  private OutputDirectory output;

  @BeforeEach
  void open() throws IOException {
    output = OutputDirectory.at(folder.resolve("out").toString(), new Configuration());
  }

  @Test
  void lockOfAProcessThatHasEndedIsTakenAtOnce() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    writeLock("dead", thisMachine(), ended.pid());
    OutputLock.take(output, "next", OutputLock.Timing.DEFAULT).close();
    assertFalse(Files.exists(folder.resolve("out/_thumbscore")));
  }

  @Test
  void pidThatHasPassedToAnotherProcessIsNotTheHolder() throws IOException {
    writeLock("dead", thisMachine(), ProcessHandle.current().pid());
    OutputLock.take(output, "next", OutputLock.Timing.DEFAULT).close();
  }

  @Test
  void lockOfAnotherMachineIsRespectedWhileItShowsLife() throws IOException {
    writeLock("far", "another machine", 1);
    StorageException refused =
        assertThrows(StorageException.class, () -> OutputLock.take(output, "next", FAST));
    assertTrue(refused.getMessage().contains("run far, process 1 on elsewhere"));
  }

  @Test
  void silentLockOfAnotherMachineIsTakenAfterItsExpiry() throws IOException {
    Path lock = writeLock("far", "another machine", 1);
    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusMillis(500)));
    OutputLock.take(output, "next", FAST).close();
    assertFalse(Files.exists(lock));
  }

  @Test
  void halfWrittenLockCountsByItsAge() throws IOException {
    Path lock = writeLock("far", "another machine", 1);
    Files.writeString(lock, "{\"run_id\":");
    assertThrows(StorageException.class, () -> OutputLock.take(output, "next", FAST));
    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(5)));
    OutputLock.take(output, "next", FAST).close();
  }

  @Test
  void runThatLostItsLockDoesNotCommit() throws IOException {
    OutputLock lock = OutputLock.take(output, "slept", OutputLock.Timing.DEFAULT);
    lock.requireHeld();
    output.files().delete(output.locks(), true);
    StorageException lost = assertThrows(StorageException.class, lock::requireHeld);
    assertTrue(lost.getMessage().contains("another took over"), lost.getMessage());
    lock.close();
  }

  @Test
  void ofManyAtOnceAtMostOneGoesOn() throws Exception {
    for (int round = 0; round < 20; round++) {
      ExecutorService threads = Executors.newFixedThreadPool(6);
      CountDownLatch start = new CountDownLatch(1);
      List<Future<OutputLock>> takers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        String run = "run-" + i;
        takers.add(
            threads.submit(
                () -> {
                  start.await();
                  return OutputLock.take(output, run, OutputLock.Timing.DEFAULT);
                }));
      }
      start.countDown();
      List<OutputLock> taken = new ArrayList<>();
      for (Future<OutputLock> taker : takers) {
        try {
          taken.add(taker.get());
        } catch (java.util.concurrent.ExecutionException e) {
          assertEquals(StorageException.class, e.getCause().getClass(), e.toString());
        }
      }
      assertTrue(taken.size() <= 1, taken.size() + " runs hold one output");
      taken.forEach(OutputLock::close);
      threads.shutdown();
    }
  }

  private static String thisMachine() {
    return LockHolder.current("any").machine();
  }

  private Path writeLock(String run, String machine, long pid) throws IOException {
    Path locks = Files.createDirectories(folder.resolve("out/_thumbscore/locks"));
    return Files.writeString(
        locks.resolve(run + "-" + pid),
        """
        {"run_id": "%s", "host": "elsewhere", "machine": "%s", "pid": %d,
         "process_started": "2020-01-01T00:00:00Z", "since": "2020-01-01T00:00:00Z"}
        """
            .formatted(run, machine, pid));
  }
}
