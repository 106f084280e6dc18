package org.thumbscore.encoder.clip;

import org.thumbscore.model.JsonConfig;

/**
 * What {@code config.json} says of a CLIP.
 *
 * @param projectionDim width of both embeddings
 * @param contextLength longest token sequence the text tower takes, special tokens included
 * @param imageSize edge of the square image the vision tower takes, in pixels
 */
record ClipConfig(int projectionDim, int contextLength, int imageSize) {
  /** Absent keys have the defaults of transformers' {@code CLIPConfig}. */
  static ClipConfig read(JsonConfig config) {
    return new ClipConfig(
        config.positiveInt("projection_dim", 512),
        config.object("text_config").positiveInt("max_position_embeddings", 77),
        config.object("vision_config").positiveInt("image_size", 224));
  }
}
