package org.thumbscore.lake.commit;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/** The local disk, which fails for good after a number of changes, as if the process had died. */
public final class DyingFileSystem extends RawLocalFileSystem {
  private static final AtomicLong LEFT = new AtomicLong(Long.MAX_VALUE);

  /** Every change fails after so many more. */
  static void dieAfter(long changes) {
    LEFT.set(changes);
  }

  static void revive() {
    LEFT.set(Long.MAX_VALUE);
  }

  /** Becomes what is behind {@code file:} for one configuration. */
  static void register(Configuration hadoop) {
    hadoop.set("fs.file.impl", DyingFileSystem.class.getName());
    hadoop.set("fs.file.impl.disable.cache", "true");
  }

  private static void change() throws IOException {
    if (LEFT.decrementAndGet() < 0) {
      throw new IOException("dead");
    }
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    change();
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    change();
    return super.delete(path, recursive);
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
    change();
    return super.create(path, overwrite, bufferSize, replication, blockSize, progress);
  }
}
