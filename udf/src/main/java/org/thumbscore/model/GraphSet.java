package org.thumbscore.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The graphs that together make one export of a model, by the stems of their file names: {@code
 * vision_model} stands for {@code vision_model.onnx}, {@code vision_model_fp16.onnx} and so on.
 *
 * @param stems in the order in which messages name them
 */
public record GraphSet(List<String> stems) {
  public GraphSet {
    stems = List.copyOf(stems);
  }

  /** Returns the set of these graphs. */
  public static GraphSet of(String... stems) {
    return new GraphSet(List.of(stems));
  }

  /** Names the files for messages, for instance {@code vision_model.onnx with text_model.onnx}. */
  String describe() {
    return stems.stream().map(stem -> stem + ".onnx").collect(Collectors.joining(" with "));
  }
}
