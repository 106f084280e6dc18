package org.thumbscore.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What CUDA needs on a machine, and which of it is there. Loads nothing. */
public final class CudaLibraries {
  /** The libraries that ONNX Runtime's CUDA provider is linked to; cuDNN is not among them. */
  private static final List<String> NEEDED =
      List.of(
          "libcuda.so.1",
          "libcudart.so.12",
          "libcublas.so.12",
          "libcublasLt.so.12",
          "libcufft.so.11",
          "libcurand.so.10");

  private static final List<String> USUAL =
      List.of(
          "/usr/lib/x86_64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/usr/lib64",
          "/usr/lib",
          "/usr/local/cuda/lib64",
          "/usr/local/cuda/compat",
          "/usr/local/nvidia/lib64");

  private CudaLibraries() {}

  /** Returns why CUDA cannot be used here, or empty if nothing is known to prevent it. */
  public static Optional<String> obstacle() {
    return CudaSupport.obstacle();
  }

  /** Returns the names of the libraries that are in none of the directories that are searched. */
  public static List<String> missing() {
    return missing(Optional.ofNullable(System.getenv("LD_LIBRARY_PATH")).orElse(""), USUAL);
  }

  static List<String> missing(String libraryPath, List<String> usual) {
    List<String> directories = new ArrayList<>(List.of(libraryPath.split(":", -1)));
    directories.addAll(usual);
    return NEEDED.stream()
        .filter(
            name ->
                directories.stream()
                    .filter(directory -> !directory.isEmpty())
                    .noneMatch(directory -> Files.exists(Path.of(directory, name))))
        .toList();
  }
}
