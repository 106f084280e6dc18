package org.thumbscore.encoder;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.JsonConfig;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.model.Precision;
import org.thumbscore.runtime.EncoderException;
import org.thumbscore.runtime.GraphSession;
import org.thumbscore.runtime.Tensor;

/**
 * The reference batch of a bundle: inputs of each graph and what PyTorch computes from them in
 * fp32. It shows whether a device computes correctly, because incorrect kernels yield plausible
 * numbers.
 */
final class ReferenceBatch {
  private static final Logger LOG = LoggerFactory.getLogger(ReferenceBatch.class);
  private static final String REFERENCE = "reference";

  /** Other processors and kernels may differ by this many times what the exporter measured. */
  private static final double ALLOWANCE = 4;

  private ReferenceBatch() {}

  /**
   * Runs the reference batch through a session, if the bundle has one, and compares the outputs.
   *
   * @throws EncoderException if an output differs by more than the tolerance of the precision
   * @throws BundleException if the batch cannot be read
   */
  static void check(ModelBundle bundle, GraphSession session) {
    Optional<JsonConfig> export = bundle.export().filter(config -> config.has(REFERENCE));
    if (export.isEmpty()) {
      return;
    }
    JsonConfig reference = export.get().object(REFERENCE);
    for (String graph : reference.keys()) {
      if (session.has(graph)) {
        check(bundle, session, graph, reference.object(graph), stated(export.get(), session));
      }
    }
  }

  private static JsonConfig stated(JsonConfig export, GraphSession session) {
    return export
        .object("parity")
        .object(session.precision().name().toLowerCase(Locale.ROOT))
        .object("max_relative_difference");
  }

  private static void check(
      ModelBundle bundle,
      GraphSession session,
      String graph,
      JsonConfig batch,
      JsonConfig differences) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    JsonConfig given = batch.object("inputs");
    given.keys().forEach(name -> inputs.put(name, ReferenceTensor.read(bundle, given, name)));
    JsonConfig outputs = batch.object("outputs");
    Map<String, Tensor> found = session.run(graph, "reference batch", inputs, outputs.keys());
    for (String name : outputs.keys()) {
      double difference = difference(ReferenceTensor.read(bundle, outputs, name), found.get(name));
      double most = tolerance(session.precision(), differences.number(name, 0));
      LOG.debug("{} of {}: {} from the reference", name, bundle.name(), difference);
      if (!(difference <= most)) {
        throw new EncoderException(
            "Cannot trust %s with bundle %s in %s: %s of its reference batch differs by %.2g, expected at most %.2g"
                .formatted(
                    session.device().description(),
                    bundle.name(),
                    session.precision(),
                    name,
                    difference,
                    most));
      }
    }
  }

  /** Returns the greatest difference of two values, relative to the greatest value or to 1. */
  private static double difference(Tensor expected, Tensor found) {
    if (!Arrays.equals(expected.shape(), found.shape())
        || !(expected instanceof Tensor.Floats wanted)
        || !(found instanceof Tensor.Floats computed)) {
      return Double.POSITIVE_INFINITY;
    }
    float[] a = wanted.toArray();
    float[] b = computed.toArray();
    double scale = 1;
    double difference = 0;
    for (int i = 0; i < a.length; i++) {
      scale = Math.max(scale, Math.abs(a[i]));
      double here = Math.abs((double) a[i] - b[i]);
      difference = here <= difference ? difference : here;
    }
    return difference / scale;
  }

  private static double tolerance(Precision precision, double stated) {
    double least =
        switch (precision) {
          case FP32 -> 1e-4;
          case FP16 -> 1e-2;
          default -> 5e-2;
        };
    return Math.max(least, ALLOWANCE * stated);
  }
}
