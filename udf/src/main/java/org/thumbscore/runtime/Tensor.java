package org.thumbscore.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A row-major input or output of a graph.
 *
 * <pre>{@code
 * Tensor ids = new Tensor.Integers(new int[] {49406, 320, 49407}, 1, 3);
 * }</pre>
 */
public sealed interface Tensor {
  /** Returns the extent of each dimension. The array must not be modified. */
  long[] shape();

  /**
   * Single-precision values.
   *
   * @param values the values, starting at the position; a direct buffer in native byte order is
   *     read without copying. The buffer is not retained
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; only passed between two steps
  record Floats(FloatBuffer values, long... shape) implements Tensor {
    public Floats {
      requireShape(values.remaining(), shape);
    }

    /** Returns the values as an array, which may be the tensor's own. */
    public float[] toArray() {
      if (values.hasArray()
          && values.arrayOffset() == 0
          && values.position() == 0
          && values.array().length == values.remaining()) {
        return values.array();
      }
      float[] copy = new float[values.remaining()];
      values.get(values.position(), copy);
      return copy;
    }
  }

  /** Integers, which are converted to the integer type that the graph declares. */
  @SuppressWarnings("ArrayRecordComponent") // never compared; only passed between two steps
  record Integers(int[] values, long... shape) implements Tensor {
    public Integers {
      requireShape(values.length, shape);
    }
  }

  private static void requireShape(int values, long... shape) {
    if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != values) {
      throw new IllegalArgumentException(
          "expected " + Arrays.toString(shape) + " values, found " + values);
    }
  }

  /** Allocates a zero-filled off-heap buffer that runs read without copying. */
  static FloatBuffer buffer(int floats) {
    return direct(Math.multiplyExact(floats, Float.BYTES)).asFloatBuffer();
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }
}
