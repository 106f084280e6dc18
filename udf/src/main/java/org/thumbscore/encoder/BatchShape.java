package org.thumbscore.encoder;

import java.util.OptionalInt;
import org.thumbscore.runtime.Device;

/**
 * The shapes in which batches reach the device.
 *
 * <p>A GPU keeps memory and kernels for every shape it has seen, so there rows are padded to powers
 * of two and lengths to multiples of eight; the CPU takes what there is.
 */
record BatchShape(int maxRows, int maxLength, boolean buckets, OptionalInt fixedLength) {
  private static final int CPU_ROWS = 32;
  private static final int GPU_ROWS = 256;
  private static final int LENGTH_STEP = 8;

  static BatchShape of(Device device, int batchSize, int contextLength, OptionalInt fixedLength) {
    boolean gpu = device instanceof Device.Cuda;
    int rows = batchSize > 0 ? batchSize : gpu ? GPU_ROWS : CPU_ROWS;
    return new BatchShape(rows, contextLength, gpu, fixedLength);
  }

  /** Rows to run for this many wanted, {@code 1 <= wanted <= maxRows}. */
  int rows(int wanted) {
    if (!buckets || wanted == maxRows) {
      return wanted;
    }
    int power = Integer.highestOneBit(wanted);
    return Math.min(maxRows, power == wanted ? wanted : power * 2);
  }

  /** Length to pad to for texts of at most this many tokens. */
  int length(int longest) {
    if (fixedLength.isPresent()) {
      return fixedLength.getAsInt();
    }
    int length = buckets ? (longest + LENGTH_STEP - 1) / LENGTH_STEP * LENGTH_STEP : longest;
    return Math.min(maxLength, length);
  }
}
