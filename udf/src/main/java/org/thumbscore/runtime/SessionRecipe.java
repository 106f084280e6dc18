package org.thumbscore.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/** A factory for the options of sessions. */
final class SessionRecipe {
  /**
   * Batch shapes vary, so the arena grows by the requested size instead of by powers of two, and
   * convolution algorithms are not searched for again for each batch size.
   */
  static final Map<String, String> CUDA =
      Map.of(
          "arena_extend_strategy", "kSameAsRequested",
          "cudnn_conv_algo_search", "HEURISTIC",
          "do_copy_in_default_stream", "1",
          "use_tf32", "0");

  private SessionRecipe() {}

  /** Returns new options, which the caller closes after the last session created with them. */
  static SessionOptions options(Device device) throws OrtException {
    SessionOptions options = new SessionOptions();
    try {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      // Spinning thread pools starve the decoders.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.addConfigEntry("session.inter_op.allow_spinning", "0");
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      // Memory patterns are stored for each shape, and text batches have many shapes.
      options.setMemoryPatternOptimization(false);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      if (device instanceof Device.Cuda cuda) {
        addCuda(options, cuda);
      }
      return options;
    } catch (OrtException | RuntimeException e) {
      options.close();
      throw e;
    }
  }

  private static void addCuda(SessionOptions options, Device.Cuda device) throws OrtException {
    try (OrtCUDAProviderOptions provider = new OrtCUDAProviderOptions(device.ordinal())) {
      for (Map.Entry<String, String> entry : new LinkedHashMap<>(CUDA).entrySet()) {
        provider.add(entry.getKey(), entry.getValue());
      }
      options.addCUDA(provider);
    }
  }
}
