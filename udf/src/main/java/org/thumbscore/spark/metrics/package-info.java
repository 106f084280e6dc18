/**
 * The metrics of tasks: accumulators that Spark's UI shows with each stage, and the same figures as
 * Spark metrics for its sinks.
 */
package org.thumbscore.spark.metrics;
