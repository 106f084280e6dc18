package org.thumbscore.run;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.common.Arguments;
import org.thumbscore.lake.commit.ExistingOutput;
import org.thumbscore.lake.commit.RowGates;
import org.thumbscore.lake.commit.ScoreSink;
import org.thumbscore.lake.commit.StatusCounts;
import org.thumbscore.lake.plan.SliceLineage;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.source.ScoreTable;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.OutputLocation;
import org.thumbscore.lake.storage.PathCheck;
import org.thumbscore.lake.table.LakeTable;
import org.thumbscore.quality.Calibration;
import org.thumbscore.quality.CalibrationFile;
import org.thumbscore.quality.LabelColumns;
import org.thumbscore.score.LabelThreshold;

/**
 * One run of labelling: stored similarities in, the same rows with new labels out.
 *
 * @param labels with a calibration
 */
public record LabelRun(
    InputLocation input,
    OutputLocation output,
    LabelRequest labels,
    List<String> partitionBy,
    ExistingOutput existing) {

  private static final String COMMAND = "label";

  /** Labels, publishes and tells what was done. */
  public String run() {
    Calibration calibration = CalibrationFile.read(labels.calibration().orElseThrow());
    output.requireLibrary();
    Configuration hadoop = SparkRuntime.hadoopSettings();
    PathCheck.requireExists(input, hadoop);
    PathCheck.requireApart(input, output, hadoop);
    String runId = RunId.orNew(Optional.empty());
    return output.isTable()
        ? labelIntoTable(calibration, hadoop, runId)
        : labelIntoFiles(calibration, hadoop, runId);
  }

  private String labelIntoFiles(Calibration calibration, Configuration hadoop, String runId) {
    try (ScoreSink sink = ScoreSink.prepare(output.location(), hadoop, runId);
        SparkRuntime spark = SparkRuntime.start("thumbscore label", Map.of())) {
      return label(spark.session(), sink, labelling(spark.session(), calibration), runId);
    }
  }

  private String labelIntoTable(Calibration calibration, Configuration hadoop, String runId) {
    try (SparkRuntime spark = SparkRuntime.start("thumbscore label", Map.of())) {
      Labelling labelling = labelling(spark.session(), calibration);
      LakeTable table =
          LakeTable.openOrCreate(
              spark.session(), output, labelling.rows().schema(), partitionBy, hadoop);
      try (ScoreSink sink = ScoreSink.prepare(table, hadoop, runId)) {
        return label(spark.session(), sink, labelling, runId);
      }
    }
  }

  private record Labelling(
      ScoreTable table, Calibration calibration, LabelThreshold threshold, Dataset<Row> rows) {}

  private Labelling labelling(SparkSession spark, Calibration calibration) {
    ScoreTable table = ScoreTable.open(spark, input);
    table.column("status", "--input");
    LabelThreshold threshold = calibration.thresholdFor(modelOf(table), labels.acceptedModel());
    partitionBy.forEach(column -> table.column(column, "--partition-by"));
    Dataset<Row> rows = labelled(table, calibration, threshold);
    // A table's rows say which slice they were of; that is the labelled table's to say anew.
    return new Labelling(
        table, calibration, threshold, output.isTable() ? rows.drop(LakeTable.SLICE) : rows);
  }

  private String label(SparkSession spark, ScoreSink sink, Labelling labelling, String runId) {
    Dataset<Row> labelled = labelling.rows();
    sink.clear(Set.of(), existing);
    sink.stage(COMMAND, labelled, partitionBy);
    StatusCounts tally =
        sink.validate(
            spark, COMMAND, labelled.schema(), new RowGates(labelling.table().rows().count(), 1));
    long positive = sink.staged(spark, COMMAND, labelled.schema()).filter("label = 1").count();
    sink.commit(record(runId, labelling.calibration(), labelling.threshold(), tally));
    LabelRecord written =
        new LabelRecord(
            runId,
            COMMAND,
            Instant.now().toString(),
            Arguments.redact(input.location()),
            labelling.calibration().policy(),
            labelling.threshold().cosine(),
            tally.rows(),
            positive);
    sink.finish(written.toJson());
    return text(written, sink.location());
  }

  private SliceRecord record(
      String runId, Calibration calibration, LabelThreshold threshold, StatusCounts tally) {
    return new SliceRecord(
        COMMAND,
        COMMAND,
        runId,
        List.of(),
        new SliceLineage(
            calibration.modelSha256(),
            Map.of("input", Arguments.redact(input.location())),
            new SliceLineage.Labels(threshold.cosine(), null)),
        tally.byStatus(),
        List.of(),
        Instant.now().toString());
  }

  private String modelOf(ScoreTable table) {
    List<String> models = table.distinct("model_sha256");
    if (models.size() != 1) {
      throw new InputException(
          "Cannot label %s: found %s in column model_sha256, expected one model"
              .formatted(input.location(), models.isEmpty() ? "none" : models));
    }
    return models.get(0);
  }

  private Dataset<Row> labelled(
      ScoreTable table, Calibration calibration, LabelThreshold threshold) {
    Dataset<Row> labelled = LabelColumns.withLabel(table.rows(), threshold);
    return labels
        .probability(Optional.of(calibration))
        .map(probability -> LabelColumns.withProbability(labelled, probability))
        .orElse(labelled);
  }

  private static String text(LabelRecord written, String directory) {
    return String.format(
        Locale.ROOT,
        "rows       %,d, of which %,d have label 1 (cosine > %.6f, %s)%noutput     %s%nrun        _thumbscore/runs/%s.json%n",
        written.rows(),
        written.positive(),
        written.threshold(),
        written.policy(),
        directory,
        written.runId());
  }
}
