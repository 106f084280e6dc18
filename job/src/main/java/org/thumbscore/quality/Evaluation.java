package org.thumbscore.quality;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * How good the labels and the ranking of one set of scores are.
 *
 * @param name of the model, as tables show it
 * @param group value of the column that rows are grouped by; null for all rows
 * @param rows with a score and a label
 * @param unscored rows with a label but no score, which no metric counts
 * @param unlabelled rows without a label
 * @param threshold on the cosine; null where there is none
 * @param interval how intervals were computed
 * @param metrics those that are defined
 * @param confusion null without a threshold
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Evaluation(
    String name,
    String location,
    String group,
    long rows,
    long unscored,
    long unlabelled,
    Double threshold,
    String interval,
    Map<Metric, Estimate> metrics,
    Confusion confusion) {}
