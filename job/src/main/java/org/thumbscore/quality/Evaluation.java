package org.thumbscore.quality;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * The metrics of the labels and the ranking of one set of scores.
 *
 * @param name the name of the model as shown in tables
 * @param group the value of the grouping column; null for all rows
 * @param rows the number of rows with a score and a label
 * @param unscored the number of rows with a label but no score, which no metric includes
 * @param unlabelled the number of rows without a label
 * @param threshold the threshold on the cosine; null if there is none
 * @param interval how the intervals were computed
 * @param metrics the metrics that are defined
 * @param confusion the confusion matrix; null if there is no threshold
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
