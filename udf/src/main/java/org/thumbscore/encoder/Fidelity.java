package org.thumbscore.encoder;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.thumbscore.model.GraphFiles;
import org.thumbscore.model.Precision;
import org.thumbscore.model.PreprocessorConfig;
import org.thumbscore.runtime.Device;
import org.thumbscore.runtime.EncoderException;
import org.thumbscore.runtime.GraphSession;

/**
 * The precision in which towers really compute. A plugin may compute in another precision than it
 * is asked for, so that of a plugin is determined from what it computes.
 *
 * @param difference the largest difference from fp32, relative to the greatest value; empty for
 *     devices that compute in the precision of their graphs, if the bundle has no reference batch
 */
record Fidelity(Precision precision, OptionalDouble difference) {
  /**
   * A larger difference from fp32 cannot come from the order of additions. That of bf16 is greater
   * than a thousandth.
   */
  private static final double MOST_OF_FP32 = 3e-4;

  private static final int IMAGES = 2;
  private static final int TOKENS = 8;
  private static final long SEED = 7;

  /**
   * Compares towers with the bundle's reference batch or, if there is none and a plugin runs them,
   * with ONNX Runtime's own kernels in fp32.
   *
   * @param arithmetic the precision that was requested of a plugin; if empty, any is accepted
   * @throws EncoderException if the towers compute something else, or in another precision than
   *     requested
   */
  static Fidelity check(
      EncoderBundle model,
      GraphSession session,
      Towers towers,
      Optional<Precision> arithmetic,
      Path scratch) {
    Precision ofGraphs = session.precision();
    if (!(session.device() instanceof Device.Plugin) || ofGraphs != Precision.FP32) {
      return new Fidelity(ofGraphs, ReferenceBatch.check(model.bundle(), session, ofGraphs));
    }
    Precision tolerated = arithmetic.orElse(Precision.BF16);
    OptionalDouble reference = ReferenceBatch.check(model.bundle(), session, tolerated);
    double difference =
        reference.isPresent() ? reference.getAsDouble() : fromCpu(model, towers, scratch);
    Precision found = difference <= MOST_OF_FP32 ? Precision.FP32 : Precision.BF16;
    if (arithmetic.isPresent() && arithmetic.get() != found) {
      throw new EncoderException(
          "Cannot compute in %s with %s: found results of %s, %.1g from fp32. Set score.precision=auto or %s, or use another execution provider"
              .formatted(
                  word(arithmetic.get()),
                  session.device().description(),
                  word(found),
                  difference,
                  word(found)));
    }
    return new Fidelity(found, OptionalDouble.of(difference));
  }

  private static double fromCpu(EncoderBundle model, Towers towers, Path scratch) {
    GraphFiles files = model.graphs(List.of(Precision.FP32));
    try (GraphSession session = GraphSession.open(model.bundle().name(), files, new Device.Cpu());
        Towers exact = model.load(session, scratch)) {
      PixelBatch pixels = pixels(model.spec().preprocessor().crop());
      TokenBatch tokens = tokens(towers.fixedTextLength().orElse(TOKENS));
      return Math.max(
          difference(exact.images(pixels), towers.images(pixels)),
          difference(exact.texts(tokens), towers.texts(tokens)));
    }
  }

  private static PixelBatch pixels(PreprocessorConfig.Size size) {
    FloatBuffer pixels = PixelBatch.buffer(IMAGES, size);
    Random random = new Random(SEED);
    while (pixels.hasRemaining()) {
      pixels.put((float) random.nextGaussian());
    }
    return new PixelBatch(IMAGES, IMAGES, pixels.rewind(), size);
  }

  private static TokenBatch tokens(int length) {
    int[] ids = IntStream.rangeClosed(1, length).toArray();
    int[] mask = IntStream.generate(() -> 1).limit(length).toArray();
    return new TokenBatch(1, 1, length, ids, mask);
  }

  private static double difference(List<Embedding> expected, List<Embedding> found) {
    double largest = 0;
    double scale = 0;
    for (int row = 0; row < expected.size(); row++) {
      if (!(expected.get(row) instanceof Embedding.Unit exact)
          || !(found.get(row) instanceof Embedding.Unit computed)) {
        return Double.POSITIVE_INFINITY;
      }
      float[] a = exact.vectors().values();
      float[] b = computed.vectors().values();
      for (int i = 0; i < a.length; i++) {
        scale = Math.max(scale, Math.abs(a[i]));
        largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
      }
    }
    return largest / scale;
  }

  /** Returns a description for users, for instance {@code bf16, 0.002 from fp32}. */
  String description() {
    return word(precision)
        + (difference.isPresent() && difference.getAsDouble() > MOST_OF_FP32
            ? String.format(Locale.ROOT, ", %.1g from fp32", difference.getAsDouble())
            : "");
  }

  private static String word(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }
}
