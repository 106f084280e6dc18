package org.thumbscore.counterfactual;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.apache.commons.codec.digest.DigestUtils;

/** The random numbers of one text, which depend on the text and a seed only. */
final class TextRandom {
  private final SplittableRandom random;

  private TextRandom(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Returns the random numbers of a text, seeded with the first 8 bytes of a SHA-256. */
  static TextRandom of(long seed, String text) {
    byte[] key = (seed + "\n" + text).getBytes(StandardCharsets.UTF_8);
    return new TextRandom(ByteBuffer.wrap(DigestUtils.sha256(key)).getLong());
  }

  /** Returns a number in [0, 1). */
  double next() {
    return random.nextDouble();
  }

  /** Returns a number in {@code 0} to {@code bound - 1}. */
  int below(int bound) {
    return (int) (next() * bound);
  }
}
