package org.thumbscore.runtime;

import java.util.List;

/**
 * Name, type and shape of one input or output of a graph.
 *
 * @param type ONNX Runtime's name of the element type, for instance {@code FLOAT}
 * @param shape -1 where a dimension is free
 */
public record TensorSpec(String name, String type, List<Long> shape) {

  /** Tells whether a dimension takes any extent. */
  public boolean isFree(int dimension) {
    return shape.get(dimension) < 0;
  }

  @Override
  public String toString() {
    return "'" + name + "' " + type + " " + shape;
  }
}
