package org.thumbscore.bundle;

/**
 * What {@code config.json} says of a CLIP dual encoder.
 *
 * @param projectionDim width of both embeddings
 * @param contextLength longest token sequence the text tower takes, special tokens included
 * @param imageSize edge of the square picture the vision tower takes, in pixels
 */
public record EncoderConfig(int projectionDim, int contextLength, int imageSize) {}
