package org.thumbscore.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.score.RowStatus;

/**
 * Writes the scores of one run, so that readers of the output see all of them or none.
 *
 * <p>Rows go to a staging directory beside the data first. They are published, by rename, after
 * they have passed the {@link RowGates}. {@link #close} removes what is still staged. Not
 * thread-safe.
 */
public final class ScoreSink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScoreSink.class);
  private static final StructType TALLIED =
      new StructType().add("status", "string").add("similarity", "float");

  private final OutputDirectory output;
  private final ExistingOutput existing;
  private final String runId;
  private final Path rows;

  private ScoreSink(OutputDirectory output, ExistingOutput existing, String runId) {
    this.output = output;
    this.existing = existing;
    this.runId = runId;
    this.rows = new Path(output.staging(runId), "rows");
  }

  /**
   * Looks at the output and makes the staging directory, before Spark starts.
   *
   * @throws InputException if the output holds data that the run must not replace
   * @throws StorageException if nothing can be written there
   */
  public static ScoreSink prepare(
      String location, Configuration hadoop, ExistingOutput existing, String runId) {
    try {
      ScoreSink sink = new ScoreSink(OutputDirectory.at(location, hadoop), existing, runId);
      sink.requireDirectory();
      sink.refuseData();
      sink.makeStaging();
      return sink;
    } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
      throw new InputException(
          "Cannot write output %s: %s. Check --output".formatted(location, Messages.firstLine(e)),
          e);
    } catch (IOException e) {
      throw cannotWrite(location, e);
    }
  }

  private void requireDirectory() throws IOException {
    try {
      FileStatus status = output.files().getFileStatus(output.root());
      if (!status.isDirectory()) {
        throw new InputException(
            "Cannot write output %s: found a file, expected a directory or nothing. Check --output"
                .formatted(directory()));
      }
    } catch (FileNotFoundException e) {
      LOG.debug("Output {} does not exist yet", directory());
    }
  }

  private void refuseData() throws IOException {
    List<FileStatus> data = output.visible();
    if (existing == ExistingOutput.REFUSE && !data.isEmpty()) {
      throw new InputException(
          "Cannot write output %s: it holds data already (%s and %d more); expected an empty or absent directory. Choose another --output, or replace it with --overwrite"
              .formatted(directory(), data.get(0).getPath().getName(), data.size() - 1));
    }
  }

  private void makeStaging() throws IOException {
    Path staging = output.staging(runId);
    output.files().mkdirs(staging);
    output.files().deleteOnExit(staging);
    Path probe = new Path(staging, ".probe");
    output.write(probe, runId);
    output.files().delete(probe, false);
  }

  /** The output's full path. */
  public String directory() {
    return output.root().toString();
  }

  /**
   * Computes and writes the rows; this is where a run spends its time.
   *
   * @param partitionBy columns that become directories, outermost first; may be empty
   */
  public void stage(Dataset<Row> scores, List<String> partitionBy) {
    scores.write().partitionBy(partitionBy.toArray(String[]::new)).parquet(rows.toString());
  }

  /** The staged rows, until they are published. */
  public Dataset<Row> staged(SparkSession spark, StructType schema) {
    return spark.read().schema(schema).parquet(rows.toString());
  }

  /**
   * Reads the staged rows back and holds them against the gates.
   *
   * @return what became of the rows
   * @throws GateException if they fail; rows without a similarity are then kept beside the output,
   *     and the message says where
   */
  public ScoreTally validate(SparkSession spark, StructType schema, RowGates gates) {
    ScoreTally tally = ScoreTally.of(staged(spark, TALLIED));
    Path aside = output.rejected(runId);
    if (gates.rejectsTooMany(tally)) {
      staged(spark, schema)
          .filter(functions.col("status").notEqual(RowStatus.OK.name()))
          .write()
          .parquet(aside.toString());
    }
    gates.check(tally, aside.toString());
    return tally;
  }

  /**
   * Lets readers see the staged rows, with a record of the run beside them.
   *
   * @param runRecord JSON, written to {@code _thumbscore/runs/<run id>.json}
   * @return how many files were published
   * @throws StorageException if a rename fails; the output is then as it was
   */
  public int publish(String runRecord) {
    try {
      refuseData();
      output.write(output.runRecord(runId), runRecord);
      return new Publication(output).replace(rows, output.replaced(runId));
    } catch (IOException e) {
      throw cannotWrite(directory(), e);
    }
  }

  /** Removes what is staged; a published output stays. */
  @Override
  public void close() {
    try {
      Path staging = output.staging(runId);
      output.remove(staging);
      output.files().cancelDeleteOnExit(staging);
      if (output.isEmpty(output.root())) {
        output.files().delete(output.root(), false);
      }
    } catch (IOException e) {
      LOG.warn("Cannot remove {}: {}", output.staging(runId), Messages.firstLine(e));
    }
  }

  private static StorageException cannotWrite(String location, IOException cause) {
    return new StorageException(
        "Cannot write output %s: %s. Choose an --output that this user may write"
            .formatted(location, Messages.firstLine(cause)),
        cause);
  }
}
