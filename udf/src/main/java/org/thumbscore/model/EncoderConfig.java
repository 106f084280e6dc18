package org.thumbscore.model;

/**
 * What {@code config.json} says of a CLIP dual encoder.
 *
 * @param projectionDim width of both embeddings
 * @param contextLength longest token sequence the text tower takes, special tokens included
 * @param imageSize edge of the square image the vision tower takes, in pixels
 */
public record EncoderConfig(int projectionDim, int contextLength, int imageSize) {

  /** Absent keys have the defaults of transformers' {@code CLIPConfig}. */
  static EncoderConfig read(BundleLayout layout) {
    JsonConfig config = JsonConfig.read(layout, "config.json");
    return new EncoderConfig(
        config.positiveInt("projection_dim", 512),
        config.object("text_config").positiveInt("max_position_embeddings", 77),
        config.object("vision_config").positiveInt("image_size", 224));
  }
}
