package org.thumbscore.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.lake.commit.ScoreSink;

/** What a task leaves in the ledger when its storage fails. */
class LedgerWriterTest {
  private static final UrlToFetch URL = new UrlToFetch("key", "http://a.example/", "a.example");

  private final Configuration hadoop = new Configuration();

  @TempDir private Path folder;

  @BeforeEach
  void install() {
    hadoop.setClass("fs.full.impl", FullDisk.class, FileSystem.class);
    FullDisk.full = false;
  }

  @Test
  void chunkThatCouldNotBeWrittenIsNeverSeen() throws IOException {
    LedgerWriter writer = new LedgerWriter(directory(), hadoop);
    writer.add(URL, failure());
    FullDisk.full = true;
    UncheckedIOException failed = assertThrows(UncheckedIOException.class, writer::publish);
    assertEquals("No space left on device", failed.getCause().getMessage());
    FullDisk.full = false;
    writer.close();
    assertEquals(List.of(), visible());
    try (LedgerWriter next = new LedgerWriter(directory(), hadoop)) {
      next.add(URL, failure());
    }
    assertEquals(1, visible().size());
  }

  @Test
  void whatKilledTasksLeftIsRemovedByTheNextRun() throws IOException {
    Path ledger = open();
    Files.writeString(ledger.resolve(".half.parquet"), "PAR1");
    Files.writeString(ledger.resolve("whole.parquet"), "PAR1");
    Files.writeString(ledger.resolve(".whole.parquet.crc"), "");
    open();
    assertTrue(Files.notExists(ledger.resolve(".half.parquet")));
    assertTrue(Files.exists(ledger.resolve("whole.parquet")));
    assertTrue(Files.exists(ledger.resolve(".whole.parquet.crc")), "a checksum is no leftover");
  }

  private Path open() {
    try (ScoreSink sink =
        ScoreSink.prepare(folder.toString(), new Configuration(), "writer-test")) {
      ImageLedger ledger = ImageLedger.create(sink, new Configuration());
      return Path.of(URI.create(ledger.directory()).getPath());
    }
  }

  private static FetchResult failure() {
    return FetchResult.failed(FetchStatus.TIMEOUT, "too slow", Optional.empty());
  }

  private org.apache.hadoop.fs.Path directory() {
    return new org.apache.hadoop.fs.Path("full:" + folder);
  }

  private List<String> visible() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).filter(n -> !n.startsWith(".")).toList();
    }
  }

  /** The local disk, until it is full. */
  public static final class FullDisk extends RawLocalFileSystem {
    private static volatile boolean full;

    @Override
    public URI getUri() {
      return URI.create("full:///");
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path file,
        FsPermission permission,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      return limited(
          super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress));
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path file,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      return limited(super.create(file, overwrite, bufferSize, replication, blockSize, progress));
    }

    private static FSDataOutputStream limited(OutputStream disk) throws IOException {
      return new FSDataOutputStream(new Limited(disk), null);
    }
  }

  private static final class Limited extends FilterOutputStream {
    private Limited(OutputStream disk) {
      super(disk);
    }

    @Override
    public void write(int b) throws IOException {
      requireSpace();
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      requireSpace();
      out.write(bytes, from, length);
    }

    private static void requireSpace() throws IOException {
      if (FullDisk.full) {
        throw new IOException("No space left on device");
      }
    }
  }
}
