package org.thumbscore.quality;

/**
 * How often images represent their articles better than images of other articles do, which needs no
 * labels.
 *
 * @param name the name of the model as shown in tables
 * @param rows the number of rows that were compared
 * @param unscored the number of rows without a similarity or an embedding
 * @param images the number of images of other articles that each row was compared with, which were
 *     drawn for it
 * @param auc the mean over rows of the share of the other images that are less similar; 0.5 is
 *     chance
 * @param interval how the interval was computed
 */
public record Mismatched(
    String name,
    String location,
    long rows,
    long unscored,
    int images,
    Estimate auc,
    String interval) {}
