package org.thumbscore.lake.commit;

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
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.common.Messages;
import org.thumbscore.lake.storage.OutputDirectory;
import org.thumbscore.lake.storage.StorageException;

/**
 * Keeps two runs from writing one output.
 *
 * <p>Each run puts a file of its own under {@code _thumbscore/locks}, then looks at the others: who
 * sees a living one gives way. So two that start together may both give way, but never both go on,
 * on any store that lists what was written. The file is written again at intervals. A run is dead
 * where its process is known to have ended, or its file has not been written for {@link
 * Timing#expiry}. Thread-safe.
 */
final class OutputLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutputLock.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int FIRST_BEATS = 4;

  private final OutputDirectory output;
  private final LockHolder self;
  private final Timing timing;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(OutputLock::daemon);

  /**
   * How long is long.
   *
   * @param beat between two signs of life
   * @param expiry silence after which a run of another machine counts as dead
   */
  record Timing(Duration beat, Duration expiry) {
    static final Timing DEFAULT = new Timing(Duration.ofSeconds(15), Duration.ofMinutes(2));
  }

  private OutputLock(OutputDirectory output, LockHolder self, Timing timing) {
    this.output = output;
    this.self = self;
    this.timing = timing;
  }

  /**
   * Takes the lock, or waits until it is clear that its holder lives.
   *
   * @throws StorageException if another run holds it
   */
  static OutputLock take(OutputDirectory output, String runId, Timing timing) throws IOException {
    OutputLock lock = new OutputLock(output, LockHolder.current(runId), timing);
    try {
      lock.firstBeat();
      lock.requireAlone();
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
      beat();
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
   * Fails where the lock was lost: a run that slept through its expiry must not commit.
   *
   * @throws StorageException if another run has taken over
   */
  void requireHeld() throws IOException {
    try {
      output.files().getFileStatus(file());
    } catch (FileNotFoundException e) {
      throw new StorageException(
          "Cannot write output %s: this run's lock is gone: the directory was moved, or the run was silent for so long that another took over. Start it again when that has ended"
              .formatted(output.root()),
          e);
    }
  }

  private void beat() throws IOException {
    output.write(file(), JSON.writeValueAsString(self));
  }

  private void keepBeating() {
    long millis = timing.beat.toMillis();
    var unused =
        clock.scheduleWithFixedDelay(this::beatIfHeld, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void beatIfHeld() {
    try {
      requireHeld();
      beat();
    } catch (IOException | RuntimeException e) {
      LOG.warn("No sign of life at {}: {}", output.root(), Messages.firstLine(e));
    }
  }

  private Path file() {
    return new Path(output.locks(), self.runId() + "-" + self.pid());
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException("interrupted while waiting for another run", e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "thumbscore-lock");
    thread.setDaemon(true);
    return thread;
  }

  /** Lets the next run in. */
  @Override
  public void close() {
    clock.shutdown();
    try {
      if (!clock.awaitTermination(timing.beat.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("The last sign of life is late");
      }
      output.remove(file());
    } catch (IOException e) {
      LOG.warn("Cannot remove {}: {}", file(), Messages.firstLine(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
