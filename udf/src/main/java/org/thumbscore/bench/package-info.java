/**
 * Measures this machine with a model: the model alone, each step of the preprocessing, and the
 * pipeline. Needs no Spark.
 */
package org.thumbscore.bench;
