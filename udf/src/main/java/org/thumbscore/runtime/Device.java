package org.thumbscore.runtime;

/** The device on which a session runs. */
public sealed interface Device {

  /**
   * Returns a description for users and the run summary, for instance {@code cuda:0
   * (CUDAExecutionProvider)}.
   */
  String description();

  /** The CPU, with one thread for each run. */
  record Cpu() implements Device {
    @Override
    public String description() {
      return "cpu (CPUExecutionProvider)";
    }
  }

  /**
   * A CUDA device.
   *
   * @param ordinal the index among the devices that this process sees, after applying {@code
   *     CUDA_VISIBLE_DEVICES}
   */
  record Cuda(int ordinal) implements Device {
    public Cuda {
      if (ordinal < 0) {
        throw new IllegalArgumentException("CUDA ordinal must not be negative: " + ordinal);
      }
    }

    @Override
    public String description() {
      return "cuda:" + ordinal + " (CUDAExecutionProvider)";
    }
  }
}
