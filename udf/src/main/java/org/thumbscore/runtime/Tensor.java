package org.thumbscore.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A value that a graph takes or yields, row-major.
 *
 * <pre>{@code
 * Tensor ids = new Tensor.Integers(new int[] {49406, 320, 49407}, 1, 3);
 * }</pre>
 */
public sealed interface Tensor {
  /** Returns the extent of each dimension; not to be written to. */
  long[] shape();

  /**
   * Values in single precision.
   *
   * @param values from the position on; read without copying where direct and in native order, and
   *     not kept
   */
  @SuppressWarnings("ArrayRecordComponent") // never a key: a carrier between two steps
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

  /** Whole numbers; they reach a graph in the integer type that it declares. */
  @SuppressWarnings("ArrayRecordComponent") // never a key: a carrier between two steps
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

  /** Allocates a buffer outside the heap that runs read without copying; all zeros. */
  static FloatBuffer buffer(int floats) {
    return direct(Math.multiplyExact(floats, Float.BYTES)).asFloatBuffer();
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }
}
