package org.thumbscore.testing;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The local disk under the scheme {@code slow}, as a store that is far away: what it is asked to
 * open waits, hangs, fails or lies about its length, as its name is told to.
 */
public final class SlowFileSystem extends RawLocalFileSystem {
  /** Happens when a file is opened. */
  @FunctionalInterface
  public interface Opening {
    void before(Path file) throws IOException;
  }

  private static final Map<String, Opening> OPENINGS = new ConcurrentHashMap<>();
  private static final Map<String, Integer> LENGTHS = new ConcurrentHashMap<>();
  private static final List<String> OPENED = new CopyOnWriteArrayList<>();
  private static final AtomicInteger AT_ONCE = new AtomicInteger();
  private static final AtomicInteger MOST_AT_ONCE = new AtomicInteger();
  private static volatile Opening every = file -> {};

  /** Lets Hadoop know the scheme, and forgets what was told and counted. */
  public static void install(Configuration hadoop) {
    hadoop.setClass("fs.slow.impl", SlowFileSystem.class, FileSystem.class);
    OPENINGS.clear();
    LENGTHS.clear();
    OPENED.clear();
    MOST_AT_ONCE.set(0);
    every = file -> {};
  }

  /** Of all files that have nothing of their own. */
  public static void onOpening(Opening opening) {
    every = opening;
  }

  /** Of the files of one name. */
  public static void onOpening(String name, Opening opening) {
    OPENINGS.put(name, opening);
  }

  /** Announces another length than a file has. */
  public static void announce(String name, int length) {
    LENGTHS.put(name, length);
  }

  /** Waits, deaf to interrupts, as a thread does that the kernel holds. */
  public static Opening hangUntil(CountDownLatch latch) {
    return file -> {
      boolean over = false;
      while (!over) {
        try {
          latch.await();
          over = true;
        } catch (InterruptedException e) {
          over = latch.getCount() == 0;
        }
      }
    };
  }

  /** Takes this long. */
  public static Opening wait(int millis) {
    return file -> {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    };
  }

  /** Names of the files that were opened, in order. */
  public static List<String> opened() {
    return OPENED;
  }

  /** How many are being opened now. */
  public static int atOnce() {
    return AT_ONCE.get();
  }

  /** How many were being opened at the same time, at most. */
  public static int mostAtOnce() {
    return MOST_AT_ONCE.get();
  }

  @Override
  public String getScheme() {
    return "slow";
  }

  @Override
  public URI getUri() {
    return URI.create("slow:///");
  }

  @Override
  public FileStatus getFileStatus(Path file) throws IOException {
    FileStatus status = super.getFileStatus(file);
    Integer length = LENGTHS.get(file.getName());
    return length == null
        ? status
        : new FileStatus(length, false, 1, 1, status.getModificationTime(), file);
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    OPENED.add(file.getName());
    MOST_AT_ONCE.accumulateAndGet(AT_ONCE.incrementAndGet(), Math::max);
    try {
      OPENINGS.getOrDefault(file.getName(), every).before(file);
      return super.open(file, bufferSize);
    } finally {
      AT_ONCE.decrementAndGet();
    }
  }
}
