package org.thumbscore.encoder;

import java.nio.file.Path;
import java.util.List;
import org.thumbscore.model.GraphFiles;
import org.thumbscore.model.Precision;
import org.thumbscore.runtime.Device;
import org.thumbscore.runtime.DeviceChoice;
import org.thumbscore.runtime.GraphSession;

/** The towers of a model together with the session in which they run. Thread-safe. */
record LoadedTowers(GraphSession session, Towers towers) implements AutoCloseable {
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
    GraphFiles files = model.graphs(precisions.isEmpty() ? defaults(device) : precisions);
    GraphSession session = GraphSession.open(model.bundle().name(), files, device);
    try {
      Towers towers = model.load(session, scratch);
      try {
        ReferenceBatch.check(model.bundle(), session);
        return new LoadedTowers(session, towers);
      } catch (RuntimeException | Error e) {
        towers.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  private static List<Precision> defaults(Device device) {
    return device instanceof Device.Cuda
        ? List.of(Precision.FP16, Precision.FP32)
        : List.of(Precision.FP32);
  }

  @Override
  public void close() {
    try (session) {
      towers.close();
    }
  }
}
