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
 * Stores results in the ledger in chunks as they arrive, so that a killed task loses only its last
 * chunk. An image shared by several URLs of a task is stored once. Not thread-safe.
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
      // The chunk may contain an incomplete row.
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

  /**
   * Publishes the current chunk if it has become large or old. Callers must also call this while no
   * results arrive.
   */
  void publishWhenDue() {
    if (chunk.isPresent()
        && (rows >= MOST_ROWS
            || bytes >= MOST_BYTES
            || System.nanoTime() - begun >= LONGEST_NANOS)) {
      publish();
    }
  }

  /** Publishes the current chunk, if any. */
  void publish() {
    Optional<ChunkFile> ended = chunk;
    // Publishing is not retried: closing a broken file a second time would appear to succeed.
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

  /** Publishes the current chunk, also after a failure. */
  @Override
  public void close() {
    publish();
  }
}
