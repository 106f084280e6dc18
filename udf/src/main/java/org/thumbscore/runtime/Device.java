package org.thumbscore.runtime;

import java.nio.file.Path;

/** The device on which a session runs. */
public sealed interface Device {

  /**
   * Returns a description for users and the run summary, for instance {@code cuda:0
   * (CUDAExecutionProvider)}.
   */
  String description();

  /** Returns whether this is a GPU. */
  default boolean isGpu() {
    return false;
  }

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
    public boolean isGpu() {
      return true;
    }

    @Override
    public String description() {
      return "cuda:" + ordinal + " (CUDAExecutionProvider)";
    }
  }

  /**
   * A device of a plugin, in whose runs all its threads take part.
   *
   * @param library the library that contains the plugin
   * @param ordinal the index among the GPUs that the plugin sees; 0 for a CPU
   * @param threads the number of threads of a run on a CPU
   */
  record Plugin(ExecutionProvider provider, Path library, int ordinal, int threads)
      implements Device {
    @Override
    public String description() {
      return (isGpu() ? "cuda:" + ordinal : "cpu") + " (" + provider.runtimeName() + ")";
    }

    @Override
    public boolean isGpu() {
      return provider.isGpu();
    }
  }
}
