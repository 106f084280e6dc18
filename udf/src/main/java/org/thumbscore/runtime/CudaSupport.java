package org.thumbscore.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A check whether CUDA can be tried at all, which does not load the 600 MB library of the execution
 * provider.
 */
final class CudaSupport {
  private static final List<Path> DRIVER_TRACES =
      List.of(
          Path.of("/proc/driver/nvidia/version"),
          Path.of("/dev/nvidiactl"),
          Path.of("/dev/dxg"), // WSL
          Path.of("C:\\Windows\\System32\\nvcuda.dll"));

  private CudaSupport() {}

  /** Returns why CUDA cannot be used here, or empty if nothing is known to prevent it. */
  static Optional<String> obstacle() {
    return obstacle(
        OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA),
        DRIVER_TRACES.stream().anyMatch(Files::exists));
  }

  static Optional<String> obstacle(boolean gpuBuild, boolean driver) {
    if (!gpuBuild) {
      return Optional.of("this ONNX Runtime is the CPU build (expected onnxruntime_gpu)");
    }
    return driver ? Optional.empty() : Optional.of("no NVIDIA driver found on this machine");
  }
}
