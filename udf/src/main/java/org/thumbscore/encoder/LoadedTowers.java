package org.thumbscore.encoder;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.model.GraphFiles;
import org.thumbscore.model.Precision;
import org.thumbscore.model.QuantizedWeights;
import org.thumbscore.runtime.Device;
import org.thumbscore.runtime.DeviceChoice;
import org.thumbscore.runtime.EncoderException;
import org.thumbscore.runtime.GraphSession;

/** The towers of a model together with the session in which they run. Thread-safe. */
record LoadedTowers(GraphSession session, Towers towers, Fidelity fidelity)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedTowers.class);

  /**
   * Loads the graphs and runs them once.
   *
   * @param precisions in order of preference; if empty, fp16 on a GPU where the bundle has it, or
   *     else fp32
   */
  static LoadedTowers open(
      EncoderBundle model, List<Precision> precisions, DeviceChoice choice, Path scratch) {
    return choice.open(device -> open(model, precisions, device, scratch));
  }

  private static LoadedTowers open(
      EncoderBundle model, List<Precision> precisions, Device device, Path scratch) {
    GraphFiles files = model.graphs(preferred(precisions, device));
    warnOfUnsigned(files, device);
    Optional<Precision> arithmetic = arithmetic(precisions, device, files);
    GraphSession session = GraphSession.open(model.bundle().name(), files, device, arithmetic);
    try {
      Towers towers = model.load(session, scratch);
      try {
        Fidelity fidelity = Fidelity.check(model, session, towers, arithmetic, scratch);
        return new LoadedTowers(session, towers, fidelity);
      } catch (RuntimeException | Error e) {
        towers.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  /** On the CPU, ONNX Runtime multiplies matrices of signed integers several times as fast. */
  private static void warnOfUnsigned(GraphFiles files, Device device) {
    if (!device.isGpu() && files.precision() != Precision.FP32) {
      files.files().values().stream()
          .filter(QuantizedWeights::areUnsigned)
          .findFirst()
          .ifPresent(
              graph ->
                  LOG.warn(
                      "The weights of {} are unsigned integers, for which ONNX Runtime has no fast kernels on this CPU: export the model with --int8, which makes them signed, or set score.precision=fp32",
                      graph.getFileName()));
    }
  }

  /** Returns the precisions of graphs to look for; a plugin computes in bf16 from those in fp32. */
  private static List<Precision> preferred(List<Precision> precisions, Device device) {
    if (precisions.isEmpty()) {
      return defaults(device);
    }
    return precisions.contains(Precision.BF16) && device instanceof Device.Plugin
        ? List.of(Precision.FP32)
        : precisions;
  }

  /** Returns the precision that a plugin is asked for, if it may compute in another. */
  private static Optional<Precision> arithmetic(
      List<Precision> precisions, Device device, GraphFiles files) {
    if (device instanceof Device.Plugin) {
      return files.precision() == Precision.FP32
          ? precisions.stream().findFirst()
          : Optional.empty();
    }
    if (precisions.contains(Precision.BF16) && files.precision() != Precision.BF16) {
      throw new EncoderException(
          "Cannot compute in bf16 with "
              + device.description()
              + ": it computes in the precision of the graphs, here "
              + files.precision().name().toLowerCase(Locale.ROOT)
              + ". Set score.provider=openvino, or score.precision=auto");
    }
    return Optional.empty();
  }

  private static List<Precision> defaults(Device device) {
    return device.isGpu() ? List.of(Precision.FP16, Precision.FP32) : List.of(Precision.FP32);
  }

  @Override
  public void close() {
    try (session) {
      towers.close();
    }
  }
}
