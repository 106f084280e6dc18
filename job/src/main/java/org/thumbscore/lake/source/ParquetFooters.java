package org.thumbscore.lake.source;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * What the footers of a few parquet files say.
 *
 * @param rows in all
 * @param rowGroups non-empty ones: Spark cannot divide a row group, so there are no more tasks
 */
record ParquetFooters(long rows, int rowGroups) {

  /**
   * Reads them in the driver; empty where something is not a parquet file.
   *
   * @param files encoded URIs
   */
  static Optional<ParquetFooters> read(String[] files, Configuration hadoop) {
    try {
      long rows = 0;
      int groups = 0;
      for (String file : files) {
        for (BlockMetaData group : rowGroups(new Path(URI.create(file)), hadoop)) {
          rows += group.getRowCount();
          groups += group.getRowCount() > 0 ? 1 : 0;
        }
      }
      return Optional.of(new ParquetFooters(rows, groups));
    } catch (IOException | RuntimeException e) {
      // Parquet has no type of its own for a file that is none; Spark will tell what it is.
      return Optional.empty();
    }
  }

  private static List<BlockMetaData> rowGroups(Path path, Configuration hadoop) throws IOException {
    FileStatus status = path.getFileSystem(hadoop).getFileStatus(path);
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromStatus(status, hadoop))) {
      return List.copyOf(reader.getRowGroups());
    }
  }
}
