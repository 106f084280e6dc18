package org.thumbscore.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.thumbscore.lake.source.SimilarityQuantiles;
import org.thumbscore.quality.ScoreDrift;
import org.thumbscore.score.RowStatus;
import org.thumbscore.spark.metrics.EmbeddingTotals;
import org.thumbscore.spark.metrics.NearThresholdTotals;

/**
 * The summary of a run, stored as {@code _thumbscore/runs/<run_id>.json} next to the scores with
 * names in snake case.
 *
 * @param startedAt the start as an ISO-8601 instant, also the {@code scored_at} of the rows
 * @param arguments the command line without credentials
 * @param config the effective value of every config key
 * @param devices the distinct combinations of device, provider and precision that were used
 * @param slices the number of slices that were scored, relabelled, kept and so on
 * @param similarity the quantiles of the similarities; null if no row has one
 * @param calibration the labels; null if no calibration was given
 * @param counterfactuals how counterfactual texts were written; null for {@code score}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunSummary(
    String runId,
    String startedAt,
    String finishedAt,
    List<String> arguments,
    Map<String, String> config,
    Versions versions,
    Input input,
    Output output,
    Model model,
    Set<String> devices,
    Map<String, Integer> slices,
    Rows rows,
    Embeddings embeddings,
    Seconds seconds,
    SimilarityQuantiles similarity,
    Labels calibration,
    Counterfactuals counterfactuals) {
  /** The versions of the software used. */
  public record Versions(String thumbscore, String spark, String java) {
    static Versions current(String spark) {
      return new Versions(ToolVersion.current(), spark, System.getProperty("java.version"));
    }
  }

  /**
   * The input of a run.
   *
   * @param id the id column, spelled as in the input
   * @param text the text column, spelled as in the input
   * @param image the image column, spelled as in the input
   * @param kept the kept columns, as a map from input name to output name
   */
  public record Input(
      String location,
      String format,
      String id,
      String text,
      String image,
      Map<String, String> kept) {}

  /** The output of a run. */
  public record Output(String location, List<String> partitionBy) {}

  /**
   * The model bundle.
   *
   * @param family the family of the model, for instance {@code clip}
   */
  public record Model(String name, String location, String sha256, String family) {}

  /**
   * The row counts of the slices that were not kept.
   *
   * @param in the number of rows in the input
   * @param out the number of rows in the output, the sum of {@code byStatus}
   */
  public record Rows(long in, long out, Map<RowStatus, Long> byStatus) {}

  /** The number of computed and reused embeddings of the scored rows. */
  public record Embeddings(EmbeddingTotals images, EmbeddingTotals texts) {}

  /**
   * The timing of a run in seconds of wall-clock time, except for {@code tasks}.
   *
   * @param startUp the time from the start of the JVM to the first row
   * @param scoring the time from the first row until all rows were written, including reading and
   *     writing
   * @param rowsPerSecond the number of input rows divided by {@code scoring}
   * @param tasks the time by stage, summed over all tasks
   */
  public record Seconds(
      double startUp, double scoring, double rowsPerSecond, Map<String, Double> tasks) {}

  /**
   * The labels of a run. The label is 1 if the cosine is greater than the threshold.
   *
   * @param drift the drift of the scores from those of the calibration; null if it cannot be
   *     computed
   * @param nearThreshold the rows whose label could be another in fp32; null if all were computed
   *     in fp32, or the error of the precision is not known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Labels(
      String policy, double threshold, ScoreDrift drift, NearThresholdTotals nearThreshold) {}

  /** A bundle that was read besides the model. */
  public record Bundle(String location, String sha256) {}

  /** How counterfactual texts were written. */
  public record Counterfactuals(
      Bundle tagger,
      Bundle maskedModel,
      long seed,
      double temperature,
      int tries,
      double maxMaskedShare) {}

  public String toJson() {
    return RunJson.of(this);
  }
}
