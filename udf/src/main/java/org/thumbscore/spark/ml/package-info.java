/**
 * Scoring as a stage of a Spark ML pipeline.
 *
 * <p>The stage runs the same engine as the job. It reads and writes no files of its own apart from
 * its model and its calibration.
 */
package org.thumbscore.spark.ml;
