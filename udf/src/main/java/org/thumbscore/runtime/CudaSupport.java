package org.thumbscore.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether CUDA can be tried at all, found without loading 600 MB of provider library. */
final class CudaSupport {
  private static final List<Path> DRIVER_TRACES =
      List.of(
          Path.of("/proc/driver/nvidia/version"),
          Path.of("/dev/nvidiactl"),
          Path.of("/dev/dxg"), // WSL
          Path.of("C:\\Windows\\System32\\nvcuda.dll"));

  private CudaSupport() {}

  /** Why CUDA cannot be used here; empty where nothing speaks against trying. */
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
