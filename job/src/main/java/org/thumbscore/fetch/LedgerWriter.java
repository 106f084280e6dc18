package org.thumbscore.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Stores results as they arrive, a chunk at a time: what a killed task has stored is not fetched
 * again. An image that several URLs share is stored once. Not thread-safe.
 */
final class LedgerWriter implements AutoCloseable {
  private static final int MOST_ROWS = 500;
  private static final long MOST_BYTES = 64L << 20;
  private static final long LONGEST_NANOS = Duration.ofSeconds(30).toNanos();

  private final Path directory;
  private final Configuration hadoop;
  private final Set<String> stored = new HashSet<>();
  private Optional<ChunkFile> chunk = Optional.empty();
  private int rows;
  private long bytes;
  private long begun;

  LedgerWriter(Path directory, Configuration hadoop) {
    this.directory = directory;
    this.hadoop = hadoop;
  }

  void add(UrlToFetch url, FetchResult result) {
    try {
      if (chunk.isEmpty()) {
        begin();
      }
      Optional<String> sha256 = result.image().map(UrlKey::sha256);
      Optional<byte[]> fresh = result.image().filter(any -> stored.add(sha256.orElseThrow()));
      chunk.orElseThrow().add(url, result, sha256, fresh);
      rows++;
      bytes += fresh.map(image -> image.length).orElse(0);
      publishWhenDue();
    } catch (IOException e) {
      // What it holds may be half a row.
      chunk = Optional.empty();
      throw cannotStore(e);
    }
  }

  private void begin() throws IOException {
    chunk = Optional.of(ChunkFile.begin(directory, hadoop));
    rows = 0;
    bytes = 0;
    begun = System.nanoTime();
  }

  /** Publishes a chunk that has become large or old; to be called when nothing arrives, too. */
  void publishWhenDue() {
    if (chunk.isPresent()
        && (rows >= MOST_ROWS
            || bytes >= MOST_BYTES
            || System.nanoTime() - begun >= LONGEST_NANOS)) {
      publish();
    }
  }

  /** Publishes what there is. */
  void publish() {
    Optional<ChunkFile> ended = chunk;
    // Not tried twice: a second closing of a broken file would seem to succeed.
    chunk = Optional.empty();
    try {
      if (ended.isPresent()) {
        ended.get().publish();
      }
    } catch (IOException e) {
      throw cannotStore(e);
    }
  }

  private UncheckedIOException cannotStore(IOException e) {
    return new UncheckedIOException("Cannot store images in " + directory, e);
  }

  /** Publishes what there is, after a failure too. */
  @Override
  public void close() {
    publish();
  }
}
