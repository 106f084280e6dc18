package org.thumbscore.encoder.clip;

import org.thumbscore.model.JsonConfig;

/**
 * The parts of a CLIP model's {@code config.json} that are used here.
 *
 * @param projectionDim the width of the embeddings of images and texts
 * @param contextLength the maximum number of tokens that the text tower accepts, including special
 *     tokens
 * @param imageSize the edge length of the square image that the vision tower accepts, in pixels
 */
record ClipConfig(int projectionDim, int contextLength, int imageSize) {
  /** Reads a config. Missing keys have the defaults of {@code CLIPConfig} in transformers. */
  static ClipConfig read(JsonConfig config) {
    return new ClipConfig(
        config.positiveInt("projection_dim", 512),
        config.object("text_config").positiveInt("max_position_embeddings", 77),
        config.object("vision_config").positiveInt("image_size", 224));
  }
}
