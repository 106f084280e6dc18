package org.thumbscore.runtime;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The requirements for an input or output of a graph.
 *
 * @param shape the requirement for each dimension; the number of elements is the rank
 */
public record TensorContract(String name, Type type, List<Extent> shape) {
  /** The required element type, as shown in messages. */
  public enum Type {
    FLOAT("FLOAT"),
    INTEGER("INT64 or INT32");

    private final String expected;

    Type(String expected) {
      this.expected = expected;
    }

    boolean accepts(String found) {
      return List.of(expected.split(" or ")).contains(found);
    }
  }

  public TensorContract {
    shape = List.copyOf(shape);
  }

  /** Requires a tensor of floats. */
  public static TensorContract floats(String name, Extent... shape) {
    return new TensorContract(name, Type.FLOAT, List.of(shape));
  }

  /** Requires a tensor of 32-bit or 64-bit integers. */
  public static TensorContract integers(String name, Extent... shape) {
    return new TensorContract(name, Type.INTEGER, List.of(shape));
  }

  boolean accepts(TensorSpec found) {
    return type.accepts(found.type())
        && found.shape().size() == shape.size()
        && IntStream.range(0, shape.size())
            .allMatch(i -> shape.get(i).accepts(found.shape().get(i)));
  }

  /** Describes the requirements, for instance {@code FLOAT [-1, 3, 224, 224]}. */
  String expected() {
    boolean either = shape.stream().anyMatch(Extent.FreeOr.class::isInstance);
    return type.expected + ' ' + describe(true) + (either ? " or " + describe(false) : "");
  }

  private String describe(boolean free) {
    return shape.stream()
        .map(extent -> Long.toString(shown(extent, free)))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static long shown(Extent extent, boolean free) {
    if (extent instanceof Extent.Exactly exactly) {
      return exactly.extent();
    }
    return extent instanceof Extent.FreeOr either && !free ? either.extent() : -1;
  }
}
