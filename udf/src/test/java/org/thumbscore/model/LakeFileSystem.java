package org.thumbscore.model;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * A local directory under the scheme {@code lake}, as a store that is not the local disk. What it
 * is asked to open is counted, and may be made to fail or to wait.
 */
public final class LakeFileSystem extends RawLocalFileSystem {
  /** Stands before a file's contents when it is opened. */
  @FunctionalInterface
  interface Opening {
    void before(Path file) throws IOException;
  }

  private static final AtomicInteger OPENED = new AtomicInteger();
  private static final AtomicReference<Opening> OPENING = new AtomicReference<>();

  static Configuration configuration() {
    Configuration configuration = new Configuration(false);
    configuration.setClass("fs.lake.impl", LakeFileSystem.class, FileSystem.class);
    reset();
    return configuration;
  }

  private static void reset() {
    OPENED.set(0);
    OPENING.set(file -> {});
  }

  static void onOpening(Opening opening) {
    OPENING.set(opening);
  }

  /** Lets no file be opened until the latch is down. */
  static void onOpeningAwait(CountDownLatch latch) {
    onOpening(
        file -> {
          try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
              throw new IOException("waited too long");
            }
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
  }

  static int opened() {
    return OPENED.get();
  }

  @Override
  public String getScheme() {
    return "lake";
  }

  @Override
  public URI getUri() {
    return URI.create("lake:///");
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    OPENED.incrementAndGet();
    OPENING.get().before(file);
    return super.open(file, bufferSize);
  }
}
