package org.thumbscore.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.thumbscore.lake.source.SimilarityQuantiles;
import org.thumbscore.quality.ScoreDrift;
import org.thumbscore.score.RowStatus;
import org.thumbscore.spark.EmbeddingTotals;

/**
 * What a run did. Its JSON is {@code _thumbscore/runs/<run_id>.json} beside the scores; the names
 * there are these, with underscores.
 *
 * @param startedAt ISO-8601 instant, also the rows' {@code scored_at}
 * @param arguments the command line without credentials
 * @param config every config key with the value that was in force
 * @param devices device, provider and precision, one for each that ran
 * @param slices how many were scored, relabelled, kept and so on
 * @param similarity null where no row has one
 * @param calibration null where none was given
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
    Labels calibration) {
  /** Of what ran. */
  public record Versions(String thumbscore, String spark, String java) {
    static Versions current(String spark) {
      return new Versions(ToolVersion.current(), spark, System.getProperty("java.version"));
    }
  }

  /**
   * Where rows came from.
   *
   * @param id name of the column, as the input spells it; so with the others
   * @param kept name in the output by name in the input
   */
  public record Input(
      String location,
      String format,
      String id,
      String text,
      String image,
      Map<String, String> kept) {}

  /** Where scores went. */
  public record Output(String location, List<String> partitionBy) {}

  /**
   * The bundle.
   *
   * @param family of models that it is of, for instance {@code clip}
   */
  public record Model(String name, String location, String sha256, String family) {}

  /**
   * Rows of the slices that were not kept.
   *
   * @param in counted in the input
   * @param out counted in the output, the sum of {@code byStatus}
   */
  public record Rows(long in, long out, Map<RowStatus, Long> byStatus) {}

  /** How the embeddings behind the rows that were scored came about. */
  public record Embeddings(EmbeddingTotals images, EmbeddingTotals texts) {}

  /**
   * Wall-clock seconds, but for {@code tasks}.
   *
   * @param startUp from the start of the JVM to the first row
   * @param scoring from there until all rows were written; reading and writing included
   * @param rowsPerSecond rows in, over {@code scoring}
   * @param tasks summed over tasks, by stage
   */
  public record Seconds(
      double startUp, double scoring, double rowsPerSecond, Map<String, Double> tasks) {}

  /**
   * Of labels: a cosine that is greater than the threshold is 1.
   *
   * @param drift of the scores from the calibration's; null where that cannot be told
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Labels(String policy, double threshold, ScoreDrift drift) {}

  public String toJson() {
    return RunJson.of(this);
  }
}
