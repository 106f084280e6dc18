package org.thumbscore.encoder;

import java.util.List;

/**
 * What the configs of a model with two projected towers say of its graphs.
 *
 * @param widthKey the key of {@code config.json} that gives the width, for messages
 * @param width of each vector
 * @param imageVectors how many vectors an image becomes
 * @param imageSize edge of the square image that the vision tower takes, in pixels
 * @param contextLength most tokens of a text, special tokens included
 * @param padding what fills up texts that are shorter than their batch
 * @param seesPadding whether the text tower would see the padding without an attention mask, so
 *     that its graph must take one; a causal model pools before the padding and does not see it
 */
public record ProjectedModel(
    String widthKey,
    int width,
    int imageVectors,
    int imageSize,
    int contextLength,
    Padding padding,
    boolean seesPadding) {
  /** Returns what the model makes of an image and of a text. */
  public EncoderOutput output() {
    return new EncoderOutput(width, imageVectors, List.of());
  }
}
