package org.thumbscore.lake.source;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.common.Messages;
import org.thumbscore.lake.plan.InputFile;
import org.thumbscore.lake.storage.UnreachableStorage;

/**
 * Reads the footer of a parquet file, usually in one request.
 *
 * @param rules the settings that determine column types
 */
record FooterReader(ParquetRules rules, Configuration hadoop) {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int TRAILER = MAGIC.length + Integer.BYTES;
  private static final int FIRST_READ = 64 << 10;
  private static final Set<String> ENDINGS = Set.of(".parquet", ".parq", ".pq");
  private static final Set<String> UNFINISHED = Set.of(".tmp", ".temp", ".part", ".partial");
  // The key under which Spark stores the schema of the files it writes.
  private static final String SPARK_SCHEMA = "org.apache.spark.sql.parquet.row.metadata";

  /** Returns the footer of a file. Does not throw exceptions for bad files. */
  FileFooter read(InputFile file) {
    Path path = new Path(URI.create(file.path()));
    String name = path.getName().toLowerCase(Locale.ROOT);
    boolean named = ENDINGS.stream().anyMatch(name::endsWith);
    if (file.length() == 0 || UNFINISHED.stream().anyMatch(name::endsWith)) {
      return new FileFooter.Ignored();
    }
    try (FSDataInputStream in = open(path)) {
      if (!named && !beginsAsParquet(in, file.length())) {
        return new FileFooter.Ignored();
      }
      return footer(tail(in, file.length()));
    } catch (FileNotFoundException e) {
      return new FileFooter.Damaged("File " + path + " does not exist");
    } catch (IOException | RuntimeException e) {
      return UnreachableStorage.reason(e)
          .<FileFooter>map(FileFooter.Unanswered::new)
          .orElseGet(() -> new FileFooter.Damaged(why(path, e)));
    }
  }

  private static String why(Path path, Exception e) {
    String line = Messages.firstLine(e);
    return line.contains(path.getName()) ? line : path + ": " + line;
  }

  private FSDataInputStream open(Path path) throws IOException {
    return FutureIO.awaitFuture(path.getFileSystem(hadoop).openFile(path).build());
  }

  private static boolean beginsAsParquet(FSDataInputStream in, long length) throws IOException {
    byte[] head = new byte[(int) Math.min(length, MAGIC.length)];
    in.readFully(0, head);
    return Arrays.equals(head, MAGIC);
  }

  /** Returns the serialized footer without its length and the magic bytes. */
  private static byte[] tail(FSDataInputStream in, long length) throws IOException {
    byte[] end = new byte[(int) Math.min(length, FIRST_READ)];
    readFully(in, length - end.length, end);
    if (end.length < TRAILER + MAGIC.length
        || !Arrays.equals(Arrays.copyOfRange(end, end.length - MAGIC.length, end.length), MAGIC)) {
      throw new IOException(
          "it is not a Parquet file: found %d bytes that do not end in PAR1".formatted(length));
    }
    int size = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt(end.length - TRAILER);
    if (size <= 0 || size > length - TRAILER - MAGIC.length) {
      throw new IOException(
          "it is not a Parquet file: its footer has %d bytes, of %d in all"
              .formatted(size, length));
    }
    if (size + TRAILER <= end.length) {
      return Arrays.copyOfRange(end, end.length - TRAILER - size, end.length - TRAILER);
    }
    byte[] footer = new byte[size];
    readFully(in, length - TRAILER - size, footer);
    return footer;
  }

  private static void readFully(FSDataInputStream in, long at, byte[] into) throws IOException {
    try {
      in.readFully(at, into);
    } catch (EOFException e) {
      throw new IOException("it is shorter than when it was listed", e);
    }
  }

  private FileFooter footer(byte[] bytes) throws IOException {
    FileMetaData said = Util.readFileMetaData(new ByteArrayInputStream(bytes));
    List<FileFooter.RowGroup> groups =
        said.getRow_groups().stream()
            .filter(group -> group.getNum_rows() > 0)
            .map(group -> new FileFooter.RowGroup(middle(group), group.getNum_rows()))
            .toList();
    UntypedColumns untyped = UntypedColumns.of(said.getSchema());
    said.setRow_groups(List.of());
    MessageType schema =
        new ParquetMetadataConverter().fromParquetMetadata(said).getFileMetaData().getSchema();
    return new FileFooter.Whole(
        groups, new ParquetTypes(rules, untyped).columns(schema, declared(said)));
  }

  /** Returns the byte by which Spark assigns a row group to one of the parts of a file. */
  private static long middle(RowGroup group) {
    List<ColumnMetaData> columns =
        group.getColumns().stream()
            .filter(ColumnChunk::isSetMeta_data)
            .map(ColumnChunk::getMeta_data)
            .toList();
    long start =
        columns.stream().findFirst().map(FooterReader::start).orElse(group.getFile_offset());
    long bytes =
        group.isSetTotal_compressed_size()
            ? group.getTotal_compressed_size()
            : columns.stream().mapToLong(ColumnMetaData::getTotal_compressed_size).sum();
    return start + bytes / 2;
  }

  private static long start(ColumnMetaData column) {
    return column.isSetDictionary_page_offset()
        ? Math.min(column.getDictionary_page_offset(), column.getData_page_offset())
        : column.getData_page_offset();
  }

  private static StructType declared(FileMetaData said) {
    if (said.isSetKey_value_metadata()) {
      for (KeyValue pair : said.getKey_value_metadata()) {
        if (SPARK_SCHEMA.equals(pair.getKey())
            && DataType.fromJson(pair.getValue()) instanceof StructType struct) {
          return struct;
        }
      }
    }
    return new StructType();
  }
}
