package org.thumbscore.encoder;

import java.util.OptionalInt;
import org.thumbscore.runtime.Device;

/**
 * The shapes in which batches reach the device.
 *
 * <p>A GPU allocates memory and kernels for every shape that it has seen. On a GPU, the number of
 * rows is therefore padded to a power of two and the length to a multiple of eight; on the CPU,
 * batches are not padded to fixed sizes.
 */
record BatchShape(int maxRows, int maxLength, boolean buckets, OptionalInt fixedLength) {
  private static final int CPU_ROWS = 32;
  private static final int GPU_ROWS = 256;
  private static final int LENGTH_STEP = 8;

  static BatchShape of(Device device, int batchSize, int contextLength, OptionalInt fixedLength) {
    boolean gpu = device.isGpu();
    int rows = batchSize > 0 ? batchSize : gpu ? GPU_ROWS : CPU_ROWS;
    return new BatchShape(rows, contextLength, gpu, fixedLength);
  }

  /**
   * Returns the number of rows to run for a number of wanted rows, where {@code 1 <= wanted <=
   * maxRows}.
   */
  int rows(int wanted) {
    if (!buckets || wanted == maxRows) {
      return wanted;
    }
    int power = Integer.highestOneBit(wanted);
    return Math.min(maxRows, power == wanted ? wanted : power * 2);
  }

  /** Returns the length to which texts of at most the given number of tokens are padded. */
  int length(int longest) {
    if (fixedLength.isPresent()) {
      return fixedLength.getAsInt();
    }
    int length = buckets ? (longest + LENGTH_STEP - 1) / LENGTH_STEP * LENGTH_STEP : longest;
    return Math.min(maxLength, length);
  }
}
