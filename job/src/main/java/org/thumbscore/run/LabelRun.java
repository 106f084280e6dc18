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
import org.apache.spark.sql.types.StructType;
import org.thumbscore.common.Redaction;
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
import org.thumbscore.quality.Labelling;
import org.thumbscore.score.ScoreColumns;

/**
 * Applies a calibration to stored scores and writes them with new labels.
 *
 * @param labels the labels to apply; must name a calibration
 */
public record LabelRun(
    InputLocation input,
    OutputLocation output,
    LabelRequest labels,
    List<String> partitionBy,
    ExistingOutput existing) {

  private static final String COMMAND = "label";

  /** Labels the rows, publishes the output and returns a summary as text. */
  public String run() {
    Labelling labelling = labels.read();
    output.requireLibrary();
    Configuration hadoop = SparkRuntime.hadoopSettings();
    PathCheck.requireExists(input, hadoop);
    PathCheck.requireApart(input, output, hadoop);
    String runId = RunId.orNew(Optional.empty());
    return output.isTable()
        ? labelIntoTable(labelling, hadoop, runId)
        : labelIntoFiles(labelling, hadoop, runId);
  }

  private String labelIntoFiles(Labelling labelling, Configuration hadoop, String runId) {
    try (ScoreSink sink = ScoreSink.prepare(output.location(), hadoop, runId);
        SparkRuntime spark = SparkRuntime.start("thumbscore label", Map.of())) {
      return label(spark.session(), sink, labelled(spark.session(), labelling), runId);
    }
  }

  private String labelIntoTable(Labelling labelling, Configuration hadoop, String runId) {
    try (SparkRuntime spark = SparkRuntime.start("thumbscore label", Map.of())) {
      Labelled labelled = labelled(spark.session(), labelling);
      LakeTable table =
          LakeTable.openOrCreate(
              spark.session(), output, labelled.rows().schema(), partitionBy, hadoop);
      try (ScoreSink sink = ScoreSink.prepare(table, hadoop, runId)) {
        return label(spark.session(), sink, labelled, runId);
      }
    }
  }

  /** Scores with their new labels. */
  private record Labelled(ScoreTable table, Calibration calibration, Dataset<Row> rows) {}

  private Labelled labelled(SparkSession spark, Labelling labelling) {
    ScoreTable table = ScoreTable.open(spark, input);
    table.column(ScoreColumns.STATUS, "--input");
    labelling.thresholdFor(modelOf(table), labels.acceptedModel());
    partitionBy.forEach(column -> table.column(column, "--partition-by"));
    Dataset<Row> rows = labelling.relabel(table.rows());
    // The slice column of an input table does not apply to the output table, which has its own
    // slices.
    return new Labelled(
        table,
        labelling.calibration().orElseThrow(),
        output.isTable() ? rows.drop(LakeTable.SLICE) : rows);
  }

  private String label(SparkSession spark, ScoreSink sink, Labelled labelled, String runId) {
    StructType schema = labelled.rows().schema();
    sink.clear(Set.of(), existing);
    sink.stage(COMMAND, labelled.rows(), partitionBy);
    StatusCounts counts =
        sink.validate(spark, COMMAND, schema, new RowGates(labelled.table().rows().count(), 1));
    long positive = sink.staged(spark, COMMAND, schema).filter("label = 1").count();
    Calibration calibration = labelled.calibration();
    sink.commit(record(runId, calibration, counts));
    LabelRecord written =
        new LabelRecord(
            runId,
            COMMAND,
            Instant.now().toString(),
            Redaction.redact(input.location()),
            calibration.policy(),
            calibration.threshold().cosine(),
            counts.rows(),
            positive);
    sink.finish(written.toJson());
    return text(written, Redaction.redact(sink.location()));
  }

  private SliceRecord record(String runId, Calibration calibration, StatusCounts counts) {
    return new SliceRecord(
        COMMAND,
        COMMAND,
        runId,
        List.of(),
        new SliceLineage(
            calibration.modelSha256(),
            Map.of("input", Redaction.redact(input.location())),
            new SliceLineage.Labels(calibration.threshold().cosine(), null)),
        counts.byStatus(),
        List.of(),
        Instant.now().toString());
  }

  private String modelOf(ScoreTable table) {
    List<String> models = table.distinct(ScoreColumns.MODEL_SHA256);
    if (models.size() != 1) {
      throw new InputException(
          "Cannot label %s: found %s in column model_sha256, expected one model"
              .formatted(input.location(), models.isEmpty() ? "none" : models));
    }
    return models.get(0);
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
