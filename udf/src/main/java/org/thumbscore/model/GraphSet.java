package org.thumbscore.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The graphs that together form an export of a model, as stems of their file names: {@code
 * vision_model} represents {@code vision_model.onnx}, {@code vision_model_fp16.onnx} and so on.
 *
 * @param stems the stems, in the order in which messages list them
 */
public record GraphSet(List<String> stems) {
  public GraphSet {
    stems = List.copyOf(stems);
  }

  /** Returns a set of these graphs. */
  public static GraphSet of(String... stems) {
    return new GraphSet(List.of(stems));
  }

  /**
   * Returns the file names for messages, for instance {@code vision_model.onnx with
   * text_model.onnx}.
   */
  String describe() {
    return stems.stream().map(stem -> stem + ".onnx").collect(Collectors.joining(" with "));
  }
}
