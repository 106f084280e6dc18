package org.thumbscore.runtime;

import java.util.List;

/**
 * The name, type and shape of an input or output of a graph.
 *
 * @param type ONNX Runtime's name of the element type, for instance {@code FLOAT}
 * @param shape the extent of each dimension, or -1 for a free dimension
 */
public record TensorSpec(String name, String type, List<Long> shape) {

  /** Returns whether a dimension accepts any extent. */
  public boolean isFree(int dimension) {
    return shape.get(dimension) < 0;
  }

  @Override
  public String toString() {
    return "'" + name + "' " + type + " " + shape;
  }
}
