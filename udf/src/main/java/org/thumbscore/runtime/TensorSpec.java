package org.thumbscore.runtime;

import java.util.List;

/**
 * Name, type and shape of one input or output of a graph.
 *
 * @param type ONNX Runtime's name of the element type, for instance {@code FLOAT}
 * @param shape -1 where a dimension is free
 */
record TensorSpec(String name, String type, List<Long> shape) {

  boolean isFree(int dimension) {
    return shape.get(dimension) < 0;
  }

  /** Whether the dimension is free or has just this extent. */
  boolean fits(int dimension, long extent) {
    return isFree(dimension) || shape.get(dimension) == extent;
  }

  @Override
  public String toString() {
    return "'" + name + "' " + type + " " + shape;
  }
}
