package org.thumbscore.lake.commit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.common.Messages;
import org.thumbscore.common.Redaction;
import org.thumbscore.lake.storage.OutputDirectory;
import org.thumbscore.lake.storage.StorageException;

/**
 * Keeps two runs from writing one output.
 *
 * <p>Each run puts a file of its own under {@code _thumbscore/locks}, named by its id and a random
 * token, then looks at the others: who sees a living one gives way. So two that start together may
 * both give way, but never both go on, on any store that lists what was written. The file is
 * written again at intervals. A run is dead where its process is known to have ended, or its file
 * has not been written for {@link Timing#expiry}. A run that was silent for so long itself gives
 * its lock up for good. Thread-safe.
 */
final class OutputLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutputLock.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int FIRST_BEATS = 4;

  private final OutputDirectory output;
  private final LockHolder self;
  private final Timing timing;
  private final LongSupplier nanos;
  private final ReentrantLock working = new ReentrantLock();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          new BasicThreadFactory.Builder().namingPattern("thumbscore-lock").daemon(true).build());
  private volatile State state = State.HELD;
  private volatile long lastBeat;

  private enum State {
    HELD,
    LOST,
    CLOSED
  }

  /**
   * How long is long.
   *
   * @param beat between two signs of life
   * @param expiry silence after which a run of another machine counts as dead
   */
  record Timing(Duration beat, Duration expiry) {
    static final Timing DEFAULT = new Timing(Duration.ofSeconds(15), Duration.ofMinutes(2));
  }

  private OutputLock(OutputDirectory output, LockHolder self, Timing timing, LongSupplier nanos) {
    this.output = output;
    this.self = self;
    this.timing = timing;
    this.nanos = nanos;
  }

  /**
   * Takes the lock, or waits until it is clear that its holder lives.
   *
   * @throws StorageException if another run holds it
   */
  static OutputLock take(OutputDirectory output, String runId, Timing timing) throws IOException {
    return take(output, runId, timing, System::nanoTime);
  }

  static OutputLock take(OutputDirectory output, String runId, Timing timing, LongSupplier nanos)
      throws IOException {
    OutputLock lock = new OutputLock(output, LockHolder.current(runId), timing, nanos);
    try {
      lock.firstBeat();
      lock.requireAlone();
      lock.requireHeld();
      lock.keepBeating();
      return lock;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** A run that ends at this moment may take the directory of the locks away, empty as it was. */
  private void firstBeat() throws IOException {
    for (int again = 0; again < FIRST_BEATS; again++) {
      try {
        beat();
        return;
      } catch (IOException e) {
        LOG.debug("No lock yet at {}", file(), e);
      }
    }
    beat();
  }

  private void requireAlone() throws IOException {
    List<Path> silent = new ArrayList<>();
    for (FileStatus file : others()) {
      if (holder(file.getPath()).filter(LockHolder::isKnownDead).isPresent()) {
        removeDead(file.getPath());
      } else if (age(file).compareTo(timing.beat.multipliedBy(3)) < 0) {
        throw held(file);
      } else {
        silent.add(file.getPath());
      }
    }
    for (Path path : silent) {
      awaitExpiry(path);
    }
  }

  private void awaitExpiry(Path path) throws IOException {
    LOG.info("run {} has been silent for a while; waiting whether it is dead", path.getName());
    while (true) {
      Optional<FileStatus> file =
          others().stream().filter(other -> other.getPath().equals(path)).findFirst();
      if (file.isEmpty()) {
        return;
      }
      renew();
      if (state != State.HELD) {
        throw lost();
      }
      Duration age = age(file.get());
      if (age.compareTo(timing.expiry) >= 0) {
        removeDead(path);
        return;
      }
      if (age.compareTo(timing.beat.multipliedBy(2)) < 0) {
        throw held(file.get());
      }
      sleep(timing.beat);
    }
  }

  private void removeDead(Path path) throws IOException {
    LOG.warn("run {} died holding this output; going on from what it left", path.getName());
    output.files().delete(path, false);
  }

  private StorageException held(FileStatus file) throws IOException {
    String who =
        holder(file.getPath())
            .map(
                h ->
                    "run %s, process %d on %s, since %s"
                        .formatted(h.runId(), h.pid(), h.host(), h.since()))
            .orElse("run " + file.getPath().getName());
    return new StorageException(
        "Cannot write output %s: %s is writing it, last sign of life %d s ago. Wait for it to end, or choose another --output"
            .formatted(output.root(), who, Math.max(0, age(file).toSeconds())));
  }

  /** By the store's clock alone: compared with our own file, just written. */
  private Duration age(FileStatus file) throws IOException {
    long now = output.files().getFileStatus(file()).getModificationTime();
    return Duration.ofMillis(now - file.getModificationTime());
  }

  private List<FileStatus> others() throws IOException {
    return Arrays.stream(output.files().listStatus(output.locks()))
        .filter(file -> !file.getPath().getName().startsWith("."))
        .filter(file -> !file.getPath().getName().equals(file().getName()))
        .toList();
  }

  private Optional<LockHolder> holder(Path file) {
    try (InputStream in = output.files().open(file)) {
      return Optional.of(JSON.readValue(in, LockHolder.class));
    } catch (IOException e) {
      // Half written, or gone: its age tells whether it is alive.
      LOG.debug("Cannot read {}", file, e);
      return Optional.empty();
    }
  }

  /**
   * Does work that changes what readers see, and keeps the lock from being given back meanwhile.
   *
   * @throws StorageException if the lock was lost before the work began: a run that slept through
   *     its expiry must not commit
   */
  <T> T whileHeld(Work<T> work) throws IOException {
    working.lock();
    try {
      requireHeld();
      return work.run();
    } finally {
      working.unlock();
    }
  }

  /** What may fail as storage does. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Fails where the lock was lost. Not while the file is written again, for it is empty meanwhile.
   *
   * @throws StorageException if another run has taken over, or could have
   */
  synchronized void requireHeld() throws IOException {
    if (state != State.HELD) {
      throw lost();
    }
    if (silence().compareTo(timing.beat.multipliedBy(2)) >= 0) {
      renew();
    } else if (silence().compareTo(timing.expiry) >= 0 || !isOwn()) {
      giveUp();
    }
    if (state != State.HELD) {
      throw lost();
    }
  }

  private StorageException lost() {
    String why =
        state == State.CLOSED
            ? "the run is being stopped"
            : "this run's lock is gone: the directory was moved, or the run was silent for so long that another took over";
    return new StorageException(
        "Cannot write output %s: %s. Start it again when that has ended"
            .formatted(output.root(), why));
  }

  private void beat() throws IOException {
    long start = nanos.getAsLong();
    output.write(file(), JSON.writeValueAsString(self));
    lastBeat = start;
  }

  /**
   * Writes the file again, unless it was silent for so long that another run may have taken over. A
   * pause may come between a look and a write, so there is a look after the write as well; and a
   * lock that was lost once stays lost.
   */
  private synchronized void renew() throws IOException {
    if (state != State.HELD) {
      return;
    }
    if (silence().compareTo(timing.expiry) >= 0 || !isOwn()) {
      giveUp();
      return;
    }
    long start = nanos.getAsLong();
    long before = modified();
    output.write(file(), JSON.writeValueAsString(self));
    Duration byStore = Duration.ofMillis(modified() - before);
    if (silence().compareTo(timing.expiry) >= 0 || byStore.compareTo(timing.expiry) >= 0) {
      giveUp();
      return;
    }
    lastBeat = start;
  }

  private Duration silence() {
    return Duration.ofNanos(nanos.getAsLong() - lastBeat);
  }

  private boolean isOwn() throws IOException {
    try (InputStream in = output.files().open(file())) {
      return self.equals(JSON.readValue(in, LockHolder.class));
    } catch (FileNotFoundException | JsonProcessingException e) {
      LOG.debug("Lost {}", file(), e);
      return false;
    }
  }

  private long modified() throws IOException {
    return output.files().getFileStatus(file()).getModificationTime();
  }

  /** For good. The file is nobody else's, so that it may go. */
  private void giveUp() throws IOException {
    state = State.LOST;
    output.files().delete(file(), false);
  }

  private void keepBeating() {
    long millis = timing.beat.toMillis();
    var unused =
        clock.scheduleWithFixedDelay(this::beatIfHeld, millis, millis, TimeUnit.MILLISECONDS);
  }

  void beatIfHeld() {
    try {
      renew();
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "No sign of life at {}: {}",
          Redaction.redact(output.root().toString()),
          Messages.firstLine(e));
    }
  }

  private Path file() {
    return new Path(output.locks(), self.runId() + "-" + self.token());
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException("interrupted while waiting for another run", e);
    }
  }

  /** Lets the next run in. */
  @Override
  public void close() {
    clock.shutdown();
    try {
      if (!clock.awaitTermination(timing.beat.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("The last sign of life is late");
      }
      remove();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Lets the next run in when the JVM ends. Waits for a commit that is under way, and leaves the
   * lock to its expiry where that takes too long: the next run must not meet a half of it.
   */
  void closeAtExit(Duration patience) {
    try {
      if (working.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          close();
        } finally {
          working.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void remove() {
    state = state == State.HELD ? State.CLOSED : state;
    try {
      output.remove(file());
    } catch (IOException e) {
      LOG.warn("Cannot remove {}: {}", Redaction.redact(file().toString()), Messages.firstLine(e));
    }
  }
}
