package org.thumbscore.fetch;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.api.Binary;

/**
 * A parquet file of results that becomes visible to readers only once it is complete. Not
 * thread-safe.
 */
final class ChunkFile {
  private final FileSystem files;
  private final Path hidden;
  private final Path visible;
  private final ParquetWriter<Group> writer;

  private ChunkFile(FileSystem files, Path hidden, Path visible, ParquetWriter<Group> writer) {
    this.files = files;
    this.hidden = hidden;
    this.visible = visible;
    this.writer = writer;
  }

  /** Creates a file with a unique name. */
  static ChunkFile begin(Path directory, Configuration hadoop) throws IOException {
    String name = UUID.randomUUID() + ".parquet";
    Path hidden = new Path(directory, "." + name);
    FileSystem files = directory.getFileSystem(hadoop);
    return new ChunkFile(
        files,
        hidden,
        new Path(directory, name),
        ExampleParquetWriter.builder(HadoopOutputFile.fromPath(hidden, hadoop))
            .withConf(hadoop)
            .withType(LedgerSchema.PARQUET)
            .withDictionaryEncoding(LedgerSchema.IMAGE, false)
            .build());
  }

  /**
   * Adds a result.
   *
   * @param sha256 the SHA-256 digest of the image
   * @param image the bytes of the image; empty if the image is already stored
   */
  void add(UrlToFetch url, FetchResult result, Optional<String> sha256, Optional<byte[]> image)
      throws IOException {
    Group row = new SimpleGroup(LedgerSchema.PARQUET);
    row.add("key", url.key());
    row.add("temporary", result.temporary());
    row.add("fetched_at", result.fetchedAt().toEpochMilli() * 1000);
    row.add("status", result.status().name());
    result.error().ifPresent(error -> row.add("error", error));
    result.finalUrl().ifPresent(last -> row.add("final_url", last));
    result.contentType().ifPresent(type -> row.add("content_type", type));
    result.httpStatus().ifPresent(status -> row.add("http_status", status));
    sha256.ifPresent(digest -> row.add("sha256", digest));
    image.ifPresent(bytes -> row.add(LedgerSchema.IMAGE, Binary.fromConstantByteArray(bytes)));
    writer.write(row);
  }

  /** Closes the file and makes it visible to readers. */
  void publish() throws IOException {
    writer.close();
    if (!files.rename(hidden, visible)) {
      throw new IOException("rename of " + hidden + " to " + visible + " was refused");
    }
  }
}
