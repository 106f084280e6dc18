package org.thumbscore.spark;

import org.thumbscore.encoder.DualEncoder;
import org.thumbscore.pipeline.ImageStore;
import org.thumbscore.pipeline.StageTimes;

/**
 * What a task has opened for its rows. The task remains the owner.
 *
 * @param encoder the encoder of the executor
 * @param executor the access to encoders of the same model
 * @param images the store of the images that rows refer to by path
 * @param times receives the time spent in models
 */
record TaskResources(
    DualEncoder encoder, ExecutorEncoder executor, ImageStore images, StageTimes times) {}
