package org.thumbscore.runtime;

import java.util.Locale;

/**
 * The part of ONNX Runtime that runs a graph, as the user requests it with {@code score.provider}.
 * A plugin is a library of its own, which ONNX Runtime loads from a file.
 *
 * @see <a href="https://onnxruntime.ai/docs/execution-providers/">ONNX Runtime execution
 *     providers</a>
 */
public enum ExecutionProvider {
  /** CUDA on a GPU, and ONNX Runtime's own kernels on a CPU. */
  AUTO(""),
  /** ONNX Runtime's own kernels. */
  CPU("CPUExecutionProvider"),
  /** CUDA. */
  CUDA("CUDAExecutionProvider"),
  /** Intel's OpenVINO on a CPU, a plugin. */
  OPENVINO("OpenVINOExecutionProvider"),
  /** TensorRT for RTX on a GPU, a plugin. */
  TENSORRT_RTX("NvTensorRTRTXExecutionProvider");

  private final String runtimeName;

  ExecutionProvider(String runtimeName) {
    this.runtimeName = runtimeName;
  }

  /** Returns the name that ONNX Runtime uses, which is empty for {@link #AUTO}. */
  public String runtimeName() {
    return runtimeName;
  }

  /** Returns the word of the configuration. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns whether it comes in a library of its own. */
  public boolean isPlugin() {
    return this == OPENVINO || this == TENSORRT_RTX;
  }

  /** Returns whether it runs on a GPU. */
  public boolean isGpu() {
    return this == CUDA || this == TENSORRT_RTX;
  }
}
