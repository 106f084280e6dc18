package org.thumbscore.testing;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.TaskContext;

/**
 * The local disk, which fails Spark's tasks in the midst of their rows: at their first attempt
 * while they read, at their second while they write, or slows their first. Later attempts, and
 * whatever is outside of tasks, find it well.
 */
public final class UnsteadyDisk extends RawLocalFileSystem {
  /** Which opening of a parquet file by a task fails, counted from 1; 0: none does. */
  public static final String FAILING_OPEN = "fs.unsteady.failing-open";

  /** After how many bytes writing a parquet file fails; 0: never. */
  public static final String FAILING_WRITE = "fs.unsteady.failing-write";

  /** Which opening of a parquet file by a stage's first task takes long; 0: none does. */
  public static final String SLOW_OPEN = "fs.unsteady.slow-open";

  private static final long SLOW_MILLIS = 20_000;
  private static final Map<Long, Integer> OPENED = new ConcurrentHashMap<>();

  @Override
  public void initialize(URI uri, Configuration hadoop) throws IOException {
    super.initialize(uri, hadoop);
    setConf(hadoop);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    Optional<TaskContext> task = attempt(0, path);
    if (task.isPresent()) {
      int opened = OPENED.merge(task.get().taskAttemptId(), 1, Integer::sum);
      if (opened == getConf().getInt(FAILING_OPEN, 0)) {
        throw new IOException("injected: the file cannot be opened");
      }
      if (opened == getConf().getInt(SLOW_OPEN, 0) && task.get().partitionId() == 0) {
        pause();
      }
    }
    return super.open(path, bufferSize);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    FSDataOutputStream out =
        super.create(path, overwrite, bufferSize, replication, blockSize, progress);
    int bytes = getConf().getInt(FAILING_WRITE, 0);
    return bytes > 0 && attempt(1, path).isPresent()
        ? new FSDataOutputStream(new FailingStream(out, bytes), null)
        : out;
  }

  private static Optional<TaskContext> attempt(int number, Path path) {
    return Optional.ofNullable(TaskContext.get())
        .filter(task -> task.attemptNumber() == number)
        .filter(task -> path.getName().endsWith(".parquet"));
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(SLOW_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static final class FailingStream extends FilterOutputStream {
    private int left;

    FailingStream(OutputStream out, int bytes) {
      super(out);
      this.left = bytes;
    }

    @Override
    public void write(int b) throws IOException {
      spend(1);
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      spend(length);
      out.write(bytes, offset, length);
    }

    private void spend(int bytes) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw new IOException("injected: the rest cannot be written");
      }
    }
  }
}
