package org.thumbscore.encoder;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
   * @param precision the precision whose tolerance applies
   * @return the largest difference of an output from the reference, relative to its greatest value;
   *     empty without a reference batch
   * @throws EncoderException if an output differs by more than the tolerance of the precision
   * @throws BundleException if the batch cannot be read
   */
  static OptionalDouble check(ModelBundle bundle, GraphSession session, Precision precision) {
    Optional<JsonConfig> export = bundle.export().filter(config -> config.has(REFERENCE));
    if (export.isEmpty()) {
      return OptionalDouble.empty();
    }
    JsonConfig reference = export.get().object(REFERENCE);
    JsonConfig stated = stated(export.get(), session);
    return reference.keys().stream()
        .filter(session::has)
        .mapToDouble(
            graph -> check(bundle, session, graph, reference.object(graph), precision, stated))
        .max();
  }

  private static JsonConfig stated(JsonConfig export, GraphSession session) {
    return export
        .object("parity")
        .object(session.precision().name().toLowerCase(Locale.ROOT))
        .object("max_relative_difference");
  }

  private static double check(
      ModelBundle bundle,
      GraphSession session,
      String graph,
      JsonConfig batch,
      Precision precision,
      JsonConfig differences) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    JsonConfig given = batch.object("inputs");
    given.keys().forEach(name -> inputs.put(name, ReferenceTensor.read(bundle, given, name)));
    JsonConfig outputs = batch.object("outputs");
    Map<String, Tensor> found = session.run(graph, "reference batch", inputs, outputs.keys());
    double largest = 0;
    for (String name : outputs.keys()) {
      Tensor expected = ReferenceTensor.read(bundle, outputs, name);
      double difference = difference(expected, found.get(name), 1);
      double most = tolerance(precision, differences.number(name, 0));
      LOG.debug("{} of {}: {} from the reference", name, bundle.name(), difference);
      if (!(difference <= most)) {
        throw new EncoderException(
            "Cannot trust %s with bundle %s in %s: %s of its reference batch differs by %.2g, expected at most %.2g"
                .formatted(
                    session.device().description(),
                    bundle.name(),
                    precision,
                    name,
                    difference,
                    most));
      }
      largest = Math.max(largest, difference(expected, found.get(name), 0));
    }
    return largest;
  }

  /**
   * Returns the greatest difference of two values, relative to the greatest value.
   *
   * @param least a value that counts as the greatest if all are smaller
   */
  private static double difference(Tensor expected, Tensor found, double least) {
    if (!Arrays.equals(expected.shape(), found.shape())
        || !(expected instanceof Tensor.Floats wanted)
        || !(found instanceof Tensor.Floats computed)) {
      return Double.POSITIVE_INFINITY;
    }
    float[] a = wanted.toArray();
    float[] b = computed.toArray();
    double scale = least;
    double difference = 0;
    for (int i = 0; i < a.length; i++) {
      scale = Math.max(scale, Math.abs(a[i]));
      double here = Math.abs((double) a[i] - b[i]);
      difference = here <= difference ? difference : here;
    }
    return difference == 0 ? 0 : difference / scale;
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
