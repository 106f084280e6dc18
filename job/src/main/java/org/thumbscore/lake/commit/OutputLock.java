package org.thumbscore.lake.commit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
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
 * Prevents two runs from writing to the same part of an output.
 *
 * <p>Each run writes a file of its own under {@code _thumbscore/locks}, named by its id and a
 * random token, and then checks for files of other runs. A run that sees another live run whose
 * {@link WriteScope} overlaps with its own backs off, so two such runs that start together may both
 * back off but never both proceed. This works on any store whose listing includes every file
 * written before.
 *
 * <p>Runs rewrite their file at regular intervals as a heartbeat. A run counts as dead if its
 * process is known to have ended or its file has not been rewritten for {@link Timing#expiry}. A
 * run that missed its own heartbeats for that long gives up the lock for good. Thread-safe.
 */
final class OutputLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutputLock.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int FIRST_BEATS = 4;
  private static final long LONGEST_PAUSE = 200;

  private final OutputDirectory output;
  private final Path directory;
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
   * The timing of heartbeats.
   *
   * @param beat the interval between two heartbeats
   * @param expiry the time without a heartbeat after which a run on another machine counts as dead
   */
  record Timing(Duration beat, Duration expiry) {
    static final Timing DEFAULT = new Timing(Duration.ofSeconds(15), Duration.ofMinutes(2));
  }

  /** Thrown when a live run holds what another run asks for. */
  static final class HeldException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String holder;

    HeldException(String message, String holder) {
      super(message);
      this.holder = holder;
    }

    /** Returns a description of the run that holds it. */
    String holder() {
      return holder;
    }
  }

  private OutputLock(
      OutputDirectory output, Path directory, LockHolder self, Timing timing, LongSupplier nanos) {
    this.output = output;
    this.directory = directory;
    this.self = self;
    this.timing = timing;
    this.nanos = nanos;
  }

  /**
   * Takes the lock of a part of the output, waiting if necessary to find out whether its holder is
   * alive.
   *
   * @throws HeldException if another run holds the lock
   */
  static OutputLock take(
      OutputDirectory output, String runId, WriteScope scope, Timing timing, LongSupplier nanos)
      throws IOException {
    return take(
        new OutputLock(output, output.locks(), LockHolder.current(runId, scope), timing, nanos));
  }

  /** Takes the lock that only one run at a time holds, and only for a commit or a recovery. */
  private OutputLock takeTurn() throws IOException {
    return take(
        new OutputLock(
            output,
            output.turns(),
            LockHolder.current(self.runId(), WriteScope.WHOLE),
            timing,
            nanos));
  }

  private static OutputLock take(OutputLock lock) throws IOException {
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

  /**
   * Runs work while no other run does, waiting for its turn. Runs that ask at the same time all
   * step back and ask again after random times.
   *
   * @throws StorageException if this run's lock was lost
   */
  <T> T inTurn(Work<T> work) throws IOException {
    while (true) {
      requireHeld();
      try (OutputLock turn = takeTurn()) {
        return turn.whileHeld(work);
      } catch (HeldException e) {
        LOG.debug("Waiting for a turn at {}: {}", output.root(), e.getMessage());
        sleep(Duration.ofMillis(ThreadLocalRandom.current().nextLong(FIRST_BEATS, LONGEST_PAUSE)));
      }
    }
  }

  /**
   * Writes the first heartbeat, retrying because a run that ends concurrently may delete the empty
   * directory of locks.
   */
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
    for (FileStatus file : otherFiles()) {
      Optional<LockHolder> holder = holder(file.getPath());
      if (holder.filter(LockHolder::isKnownDead).isPresent()
          || age(file).compareTo(timing.expiry) >= 0) {
        removeDead(file.getPath());
      } else if (holder.filter(other -> !other.scope().overlaps(self.scope())).isPresent()) {
        LOG.debug("Run {} writes another part of {}", file.getPath().getName(), output.root());
      } else if (age(file).compareTo(timing.beat.multipliedBy(3)) < 0) {
        throw held(file);
      } else {
        silent.add(file.getPath());
      }
    }
    for (Path path : silent) {
      awaitExpiry(path);
    }
    removeUnfinished();
  }

  /**
   * Removes lock files whose writers were killed before the file had its name. A living writer that
   * is this slow writes the file again.
   */
  private void removeUnfinished() throws IOException {
    for (FileStatus file : files(true)) {
      if (holder(file.getPath()).filter(LockHolder::isKnownDead).isPresent()
          || age(file).compareTo(timing.beat) >= 0) {
        output.files().delete(file.getPath(), false);
      }
    }
  }

  private void awaitExpiry(Path path) throws IOException {
    LOG.info("run {} has been silent for a while; waiting whether it is dead", path.getName());
    while (true) {
      Optional<FileStatus> file =
          otherFiles().stream().filter(other -> other.getPath().equals(path)).findFirst();
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

  private HeldException held(FileStatus file) throws IOException {
    String who =
        holder(file.getPath())
            .map(
                h ->
                    "run %s, process %d on %s, since %s"
                        .formatted(h.runId(), h.pid(), h.host(), h.since()))
            .orElse("run " + file.getPath().getName());
    return new HeldException(
        "%s is writing it, last sign of life %d s ago"
            .formatted(who, Math.max(0, age(file).toSeconds())),
        who);
  }

  /**
   * Returns the names of the locks of other runs that may be alive, which write other parts of the
   * output.
   */
  Set<String> others() throws IOException {
    Set<String> names = new HashSet<>();
    for (FileStatus file : otherFiles()) {
      names.add(file.getPath().getName());
    }
    return names;
  }

  /** Returns the name of this lock, which is unique. */
  String name() {
    return file().getName();
  }

  /** Returns a random value that is unique to this lock. */
  String token() {
    return self.token();
  }

  /**
   * Returns the age of a file by the clock of the store, relative to this run's own file, which was
   * just written.
   */
  private Duration age(FileStatus file) throws IOException {
    long now = output.files().getFileStatus(file()).getModificationTime();
    return Duration.ofMillis(now - file.getModificationTime());
  }

  private List<FileStatus> otherFiles() throws IOException {
    return files(false);
  }

  private List<FileStatus> files(boolean hidden) throws IOException {
    return Arrays.stream(listed())
        .filter(file -> file.getPath().getName().startsWith(".") == hidden)
        .filter(file -> !file.getPath().getName().contains(file().getName()))
        .toList();
  }

  private FileStatus[] listed() throws IOException {
    try {
      return output.files().listStatus(directory);
    } catch (FileNotFoundException e) {
      // After this lock was closed, it goes with the last one.
      return new FileStatus[0];
    }
  }

  private Optional<LockHolder> holder(Path file) {
    try (InputStream in = output.files().open(file)) {
      return Optional.of(JSON.readValue(in, LockHolder.class));
    } catch (IOException e) {
      // The file is incomplete or gone; its age shows whether the run is alive.
      LOG.debug("Cannot read {}", file, e);
      return Optional.empty();
    }
  }

  /**
   * Runs work that changes what readers see, during which the lock is not released.
   *
   * @throws StorageException if the lock was lost before the work began, for instance because the
   *     run was suspended beyond its expiry
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

  /** Work that may fail with an {@link IOException}. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Fails if the lock was lost. Synchronized with heartbeats, because the file is empty while it is
   * being rewritten.
   *
   * @throws StorageException if another run has taken over or could have done so
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
    output.replace(file(), JSON.writeValueAsString(self));
    lastBeat = start;
  }

  /**
   * Writes a heartbeat unless another run may have taken over. The time is also checked after the
   * write, because the process may be suspended between check and write. A lost lock is never
   * regained.
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
    output.replace(file(), JSON.writeValueAsString(self));
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

  /** Gives up the lock for good. The file is this run's own, so it can be deleted safely. */
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
    return new Path(directory, self.runId() + "-" + self.token());
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException("interrupted while waiting for another run", e);
    }
  }

  /** Releases the lock. */
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
   * Releases the lock when the JVM exits. Waits for a commit in progress but, if that takes too
   * long, leaves the lock to expire so that the next run does not see an incomplete commit.
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
