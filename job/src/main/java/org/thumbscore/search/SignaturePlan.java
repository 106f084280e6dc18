package org.thumbscore.search;

import java.io.Serializable;
import java.util.List;

/**
 * How images are hashed so that near-duplicates are likely to meet in a bucket (Charikar, 2002).
 *
 * <p>A signature has one bit for each of a number of random hyperplanes through the mean of the
 * embeddings: the side on which an embedding lies. Two embeddings at an angle of a radians differ
 * in each bit with probability a / pi. A band of bits is the number of a bucket; images that share
 * a bucket in any band are compared, first by their signatures.
 *
 * @param bits the number of bits in a band; 0 to compare all images with each other
 * @param bands the number of bands
 * @param words the length of a signature in words of 64 bits
 * @param mostDifferent the number of bits in which signatures of near-duplicates differ at most
 * @param recall the expected share of pairs at the least cosine that share a bucket
 */
record SignaturePlan(int bits, int bands, int words, int mostDifferent, double recall)
    implements Serializable {
  /** Up to this number of images, all are compared with each other. */
  static final int FEW = 2_000;

  private static final double WANTED = 0.99;
  private static final int LEAST_BITS = 6;
  private static final int MOST_BITS = 20;
  private static final int LEAST_SIGNATURE = 512;
  private static final int MOST_SIGNATURE = 1_024;

  /**
   * Returns the plan for a number of images.
   *
   * @param sample embeddings of some of the images
   * @param mean the mean of the sample
   */
  static SignaturePlan of(long images, double minCosine, List<float[]> sample, float[] mean) {
    if (images <= FEW) {
      return new SignaturePlan(0, 1, 0, 0, 1);
    }
    double differ = Math.acos(centredCosine(minCosine, sample, mean)) / Math.PI;
    int bits = (int) Math.round(Math.log(images / 4.0) / Math.log(2));
    bits = Math.max(LEAST_BITS, Math.min(MOST_BITS, bits));
    while (bits > LEAST_BITS && bits * bands(bits, differ) > MOST_SIGNATURE) {
      bits--;
    }
    int bands = Math.min(bands(bits, differ), MOST_SIGNATURE / bits);
    int words = (Math.max(LEAST_SIGNATURE, bits * bands) + 63) / 64;
    int length = 64 * words;
    double most = length * differ + 4 * Math.sqrt(length * differ * (1 - differ));
    double recall = 1 - Math.pow(1 - Math.pow(1 - differ, bits), bands);
    return new SignaturePlan(bits, bands, words, (int) Math.ceil(most), recall);
  }

  private static int bands(int bits, double differ) {
    double met = Math.pow(1 - differ, bits);
    return Math.max(1, (int) Math.ceil(Math.log(1 - WANTED) / Math.log1p(-met)));
  }

  /**
   * Returns the cosine of two embeddings after the mean is subtracted, for embeddings that lie
   * nearer to the mean than most do, since their angle is wider.
   */
  private static double centredCosine(double cosine, List<float[]> sample, float[] mean) {
    double[] distances =
        sample.stream().mapToDouble(v -> squaredDistance(v, mean)).sorted().toArray();
    double near = distances[distances.length / 20];
    double norm = squaredNorm(sample.get(0));
    double apart = 2 * norm * (1 - cosine);
    return near <= 0 ? 0 : Math.max(0, 1 - apart / (2 * near));
  }

  private static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }

  private static double squaredNorm(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    return sum;
  }

  /** Returns the number of the bucket of a signature in a band. */
  long bucket(long[] signature, int band) {
    long bucket = band;
    for (int bit = band * bits; bit < (band + 1) * bits; bit++) {
      bucket = bucket << 1 | (signature[bit >> 6] >>> (bit & 63) & 1);
    }
    return bucket;
  }

  /** Returns whether images with these signatures can be near-duplicates. */
  boolean canBeNear(long[] a, long[] b) {
    int different = 0;
    for (int i = 0; i < a.length; i++) {
      different += Long.bitCount(a[i] ^ b[i]);
    }
    return different <= mostDifferent;
  }
}
