package org.thumbscore.lake.storage;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes rows to a new directory of an output. */
public final class StagedWrite {
  private StagedWrite() {}

  public static void parquet(
      Dataset<Row> rows, List<String> partitionBy, Path directory, OutputDirectory output) {
    DataFrameWriter<Row> writer = rows.write().partitionBy(partitionBy.toArray(String[]::new));
    if (output.isS3a()) {
      S3aCommit.configure(rows.sparkSession().conf());
      writer.options(S3aCommit.OPTIONS);
    }
    writer.parquet(directory.toString());
    if (output.isS3a()) {
      S3aCommit.verify(directory, output);
    }
  }
}
