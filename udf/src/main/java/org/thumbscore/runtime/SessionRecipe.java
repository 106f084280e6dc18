package org.thumbscore.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thumbscore.model.Precision;

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

  /**
   * The fusions that make one operator of layer normalization, whose kernel for the CPU is slow.
   * Without them, a later fusion makes SimplifiedLayerNormalization of most of it, whose kernel
   * takes a sixth of the time.
   */
  private static final String LAYER_NORMALIZATION = "LayerNormFusionL1;LayerNormFusionL2";

  /** The precision that OpenVINO is asked for by default; empty if it may decide. */
  private static final Optional<Precision> OPENVINO_DEFAULT =
      Processor.ofMachine().multipliesBf16() ? Optional.empty() : Optional.of(Precision.FP32);

  private SessionRecipe() {}

  /**
   * Returns new options, which the caller closes after the last session created with them.
   *
   * @param arithmetic the precision in which a plugin is asked to compute; if empty, it is left to
   *     the plugin, except that OpenVINO is asked for fp32 where that is faster
   */
  static SessionOptions options(Device device, Optional<Precision> arithmetic) throws OrtException {
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
      if (device instanceof Device.Cpu) {
        options.addConfigEntry("optimization.disable_specified_optimizers", LAYER_NORMALIZATION);
      }
      if (device instanceof Device.Cuda cuda) {
        addCuda(options, cuda);
      }
      if (device instanceof Device.Plugin plugin) {
        addPlugin(options, plugin, arithmetic);
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

  private static void addPlugin(
      SessionOptions options, Device.Plugin plugin, Optional<Precision> arithmetic)
      throws OrtException {
    // A graph that the plugin cannot run as a whole would be run in parts by the CPU, unnoticed.
    options.addConfigEntry("session.disable_cpu_ep_fallback", "1");
    options.addExecutionProvider(
        List.of(PluginLibrary.device(plugin)),
        plugin.provider() == ExecutionProvider.OPENVINO
            ? Map.of("load_config", openVino(plugin.threads(), arithmetic))
            : Map.of());
  }

  /**
   * Returns properties of OpenVINO: one run at a time, on all threads. By itself, it would compute
   * in bf16 wherever the processor has any instructions for it, also where fp32 is faster.
   *
   * @see <a
   *     href="https://docs.openvino.ai/2026/openvino-workflow/running-inference/optimize-inference/high-level-performance-hints.html">OpenVINO
   *     performance hints</a>
   */
  private static String openVino(int threads, Optional<Precision> arithmetic) {
    String precision =
        arithmetic
            .or(() -> OPENVINO_DEFAULT)
            .map(wanted -> wanted == Precision.BF16 ? "bf16" : "f32")
            .map(",\"INFERENCE_PRECISION_HINT\":\"%s\""::formatted)
            .orElse("");
    return "{\"CPU\":{\"PERFORMANCE_HINT\":\"LATENCY\",\"INFERENCE_NUM_THREADS\":\"%d\"%s}}"
        .formatted(threads, precision);
  }
}
