package org.thumbscore.image.resample;

import java.nio.FloatBuffer;
import org.thumbscore.model.PreprocessorConfig;

/**
 * The conversion of 8-bit samples to the input of the image tower: samples are rescaled, reduced by
 * the mean and divided by the standard deviation, in float32 as in NumPy. Immutable and
 * thread-safe.
 */
public final class Standardizer {
  private static final int CHANNELS = 3;

  /** The number of values copied at a time, small enough for the first-level cache. */
  private static final int RUN = 1024;

  /** A table for each channel, with one entry for each of the 256 sample values. */
  private final float[][] tables;

  public Standardizer(PreprocessorConfig config) {
    this.tables = new float[CHANNELS][256];
    for (int channel = 0; channel < CHANNELS; channel++) {
      float mean = config.mean().get(channel).floatValue();
      float deviation = config.deviation().get(channel).floatValue();
      for (int sample = 0; sample < 256; sample++) {
        float rescaled = (float) (sample * config.rescaleFactor());
        tables[channel][sample] = (rescaled - mean) / deviation;
      }
    }
  }

  /**
   * Writes values of shape {@code [3, height, width]} at the destination's position, which
   * advances.
   */
  public void standardize(RgbImage crop, FloatBuffer destination) {
    byte[] samples = crop.samples();
    float[] run = new float[RUN];
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int first = channel; first < samples.length; first += CHANNELS * RUN) {
        int count = Math.min(RUN, (samples.length - first + CHANNELS - 1) / CHANNELS);
        look(tables[channel], samples, first, run, count);
        destination.put(run, 0, count);
      }
    }
  }

  private static void look(float[] table, byte[] samples, int first, float[] run, int count) {
    for (int i = 0; i < count; i++) {
      run[i] = table[samples[first + CHANNELS * i] & 0xFF];
    }
  }
}
