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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
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

  private OutputLock take(String runId, OutputLock.Timing timing) throws IOException {
    return take(runId, timing, System::nanoTime);
  }

  private OutputLock take(String runId, OutputLock.Timing timing, LongSupplier nanos)
      throws IOException {
    return OutputLock.take(output, runId, WriteScope.WHOLE, timing, nanos);
  }

  private OutputLock take(String runId, String... directories) throws IOException {
    return OutputLock.take(
        output,
        runId,
        new WriteScope(List.of(directories)),
        OutputLock.Timing.DEFAULT,
        System::nanoTime);
  }

  @Test
  void runsOfDifferentDirectoriesHoldTheOutputTogether() throws IOException {
    try (OutputLock one = take("one", "file:/lake/day=1");
        OutputLock two = take("two", "file:/lake/day=10", "file:/lake/day=3")) {
      assertEquals(java.util.Set.of(two.name()), one.others());
      assertEquals(java.util.Set.of(one.name()), two.others());
      for (String overlapping :
          List.of("file:/lake/day=1", "file:/lake/day=1/hour=2", "file:/lake", "file:/")) {
        assertThrows(OutputLock.HeldException.class, () -> take("three", overlapping), overlapping);
      }
      assertThrows(OutputLock.HeldException.class, () -> take("whole"));
      take("three", "file:/lake/day=2", "file:/lakes").close();
      one.requireHeld();
    }
    take("whole").close();
    assertFalse(Files.exists(folder.resolve("out/_thumbscore")));
  }

  /** A silent run of another directory is left alone until its expiry, and waited for by nobody. */
  @Test
  void silentRunOfAnotherDirectoryIsLeftUntilItsExpiry() throws IOException {
    Path lock = writeLock("far", "another machine", 1);
    Files.writeString(
        lock,
        Files.readString(lock)
            .replace("{\"run_id\"", "{\"scope\": [\"file:/lake/a\"], \"run_id\""));
    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(100)));
    take("next", "file:/lake/b").close();
    assertTrue(Files.exists(lock));
    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(121)));
    take("next", "file:/lake/b").close();
    assertFalse(Files.exists(lock));
  }

  /** Six runs take turns, of which one leaves its turn without an end. */
  @Test
  void oneRunAtATimeHasItsTurn() throws Exception {
    Path turns = Files.createDirectories(folder.resolve("out/_thumbscore/turns"));
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Path left = writeLock("dead", thisMachine(), ended.pid());
    Files.move(left, turns.resolve(left.getFileName()));
    AtomicLong inside = new AtomicLong();
    AtomicLong turnsTaken = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(6);
    List<Future<?>> runs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      OutputLock lock = take("run-" + i, "file:/lake/" + i);
      runs.add(
          threads.submit(
              () -> {
                for (int turn = 0; turn < 5; turn++) {
                  long found =
                      lock.inTurn(
                          () -> {
                            long now = inside.incrementAndGet();
                            Thread.onSpinWait();
                            inside.decrementAndGet();
                            return now;
                          });
                  assertEquals(1, found, "two runs had their turn at the same time");
                  turnsTaken.incrementAndGet();
                }
                lock.close();
                return null;
              }));
    }
    for (Future<?> run : runs) {
      run.get();
    }
    threads.shutdown();
    assertEquals(30, turnsTaken.get());
    assertFalse(Files.exists(folder.resolve("out/_thumbscore")));
  }

  @Test
  void lockOfAProcessThatHasEndedIsTakenAtOnce() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    writeLock("dead", thisMachine(), ended.pid());
    take("next", OutputLock.Timing.DEFAULT).close();
    assertFalse(Files.exists(folder.resolve("out/_thumbscore")));
  }

  @Test
  void pidThatHasPassedToAnotherProcessIsNotTheHolder() throws IOException {
    writeLock("dead", thisMachine(), ProcessHandle.current().pid());
    take("next", OutputLock.Timing.DEFAULT).close();
  }

  @Test
  void lockOfAnotherMachineIsRespectedWhileItShowsLife() throws IOException {
    showsLife(writeLock("far", "another machine", 1));
    OutputLock.HeldException refused =
        assertThrows(OutputLock.HeldException.class, () -> take("next", FAST));
    assertTrue(refused.getMessage().contains("run far, process 1 on elsewhere"));
  }

  /** For longer than any pause of a loaded machine. */
  private static void showsLife(Path lock) throws IOException {
    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().plusSeconds(600)));
  }

  @Test
  void silentLockOfAnotherMachineIsTakenAfterItsExpiry() throws IOException {
    Path lock = writeLock("far", "another machine", 1);
    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusMillis(500)));
    take("next", FAST).close();
    assertFalse(Files.exists(lock));
  }

  @Test
  void halfWrittenLockCountsByItsAge() throws IOException {
    Path lock = writeLock("far", "another machine", 1);
    Files.writeString(lock, "{\"run_id\":");
    showsLife(lock);
    assertThrows(OutputLock.HeldException.class, () -> take("next", FAST));
    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(5)));
    take("next", FAST).close();
  }

  @Test
  void lockFilesThatNeverGotTheirNamesAreRemoved() throws IOException {
    Path killed = writeLock(".killed.fresh", thisMachine(), 1L << 22);
    Path cut = Files.writeString(killed.resolveSibling(".cut.fresh"), "{\"run");
    Files.setLastModifiedTime(cut, FileTime.from(Instant.now().minusSeconds(30)));
    take("next", OutputLock.Timing.DEFAULT).close();
    assertFalse(Files.exists(cut.getParent()), "the directory of the locks is gone");
  }

  @Test
  void runThatLostItsLockDoesNotCommit() throws IOException {
    OutputLock lock = take("slept", OutputLock.Timing.DEFAULT);
    lock.requireHeld();
    output.files().delete(output.locks(), true);
    StorageException lost = assertThrows(StorageException.class, lock::requireHeld);
    assertTrue(lost.getMessage().contains("another took over"), lost.getMessage());
    lock.close();
  }

  @Test
  void commitsAndSignsOfLifeDoNotDisturbEachOther() throws Exception {
    try (OutputLock lock = take("busy", OutputLock.Timing.DEFAULT)) {
      Thread beats =
          new Thread(
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  lock.beatIfHeld();
                }
              });
      beats.start();
      while (beats.isAlive()) {
        lock.requireHeld();
      }
      lock.requireHeld();
    }
  }

  @Test
  void secondRunOfTheSameIdAndProcessIsRefused() throws IOException {
    try (OutputLock first = take("nightly", OutputLock.Timing.DEFAULT)) {
      OutputLock.HeldException refused =
          assertThrows(
              OutputLock.HeldException.class, () -> take("nightly", OutputLock.Timing.DEFAULT));
      assertTrue(refused.getMessage().contains("run nightly, process"), refused.getMessage());
      first.requireHeld();
    }
  }

  @Test
  void pauseBetweenTheLookAndTheRenewalDoesNotReviveALostLock() throws IOException {
    AtomicReference<Runnable> pause = new AtomicReference<>(() -> {});
    AtomicLong nanos = new AtomicLong();
    OutputLock lock = take("slept", OutputLock.Timing.DEFAULT, pausing(nanos, pause));
    Path file = onlyLock();
    pause.set(
        new Runnable() {
          private int looks;

          @Override
          public void run() {
            // The second look at the clock comes after that at the file.
            if (++looks == 2) {
              assertTrue(file.toFile().delete());
              nanos.addAndGet(Duration.ofMinutes(3).toNanos());
            }
          }
        });
    lock.beatIfHeld();
    pause.set(() -> {});
    assertFalse(Files.exists(file), "the lock was revived");
    nanos.set(0);
    assertThrows(StorageException.class, lock::requireHeld);
    lock.beatIfHeld();
    assertFalse(Files.exists(file), "the lock was revived");
    lock.close();
  }

  @Test
  void silenceByTheStoresClockLosesTheLockForGood() throws IOException {
    OutputLock lock = take("suspended", OutputLock.Timing.DEFAULT);
    Files.setLastModifiedTime(onlyLock(), FileTime.from(Instant.now().minusSeconds(180)));
    lock.beatIfHeld();
    assertThrows(StorageException.class, lock::requireHeld);
    take("next", OutputLock.Timing.DEFAULT).close();
    lock.close();
  }

  @Test
  void pausedHolderDoesNotCommitThoughItsFileIsThere() throws IOException {
    AtomicLong nanos = new AtomicLong();
    OutputLock lock = take("slept", OutputLock.Timing.DEFAULT, nanos::get);
    nanos.addAndGet(Duration.ofSeconds(60).toNanos());
    assertEquals("done", lock.whileHeld(() -> "done"), "late, but in time");
    nanos.addAndGet(Duration.ofSeconds(121).toNanos());
    assertThrows(StorageException.class, () -> lock.whileHeld(() -> "done"));
    lock.close();
  }

  @Test
  void fileOfAnotherTokenIsNotOurLock() throws IOException {
    OutputLock lock = take("one", OutputLock.Timing.DEFAULT);
    Path file = onlyLock();
    Files.writeString(
        file, Files.readString(file).replaceAll("\"token\":\"[^\"]*\"", "\"token\":\"x\""));
    assertThrows(StorageException.class, lock::requireHeld);
    lock.close();
  }

  @Test
  void exitWaitsForACommitUnderWayAndLetsNoFurtherOneBegin() throws Exception {
    OutputLock lock = take("stopped", OutputLock.Timing.DEFAULT);
    Path file = onlyLock();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    Future<Boolean> commit =
        threads.submit(
            () ->
                lock.whileHeld(
                    () -> {
                      begun.countDown();
                      awaitUninterruptibly(goOn);
                      return Files.exists(file);
                    }));
    begun.await();
    Future<?> hook = threads.submit(() -> lock.closeAtExit(Duration.ofMinutes(1)));
    lock.closeAtExit(Duration.ofMillis(1));
    assertTrue(Files.exists(file), "a commit is under way");
    goOn.countDown();
    assertTrue(commit.get(), "the lock went before its commit ended");
    hook.get();
    assertFalse(Files.exists(file));
    StorageException stopped =
        assertThrows(StorageException.class, () -> lock.whileHeld(() -> "done"));
    assertTrue(stopped.getMessage().contains("is being stopped"), stopped.getMessage());
    threads.shutdown();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static LongSupplier pausing(AtomicLong nanos, AtomicReference<Runnable> pause) {
    return () -> {
      pause.get().run();
      return nanos.get();
    };
  }

  private Path onlyLock() throws IOException {
    try (Stream<Path> locks = Files.list(folder.resolve("out/_thumbscore/locks"))) {
      return locks.filter(lock -> !lock.getFileName().toString().startsWith(".")).findAny().get();
    }
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
                  return take(run, OutputLock.Timing.DEFAULT);
                }));
      }
      start.countDown();
      List<OutputLock> taken = new ArrayList<>();
      for (Future<OutputLock> taker : takers) {
        try {
          taken.add(taker.get());
        } catch (java.util.concurrent.ExecutionException e) {
          assertEquals(OutputLock.HeldException.class, e.getCause().getClass(), e.toString());
        }
      }
      assertTrue(taken.size() <= 1, taken.size() + " runs hold one output");
      taken.forEach(OutputLock::close);
      threads.shutdown();
    }
  }

  private static String thisMachine() {
    return LockHolder.current("any", WriteScope.WHOLE).machine();
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
