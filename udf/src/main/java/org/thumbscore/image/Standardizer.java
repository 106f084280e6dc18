package org.thumbscore.image;

import java.nio.FloatBuffer;
import org.thumbscore.bundle.PreprocessorConfig;

/**
 * Turns 8-bit samples into what the image tower reads: rescaled, less the mean, by the deviation,
 * in float32 as NumPy computes it. Immutable and thread-safe.
 */
final class Standardizer {
  private static final int CHANNELS = 3;

  /** One table of 256 values for each channel: there are no more samples than that. */
  private final float[][] tables;

  Standardizer(PreprocessorConfig config) {
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

  /** Writes {@code [3, height, width]} at the destination's position and advances it. */
  void standardize(RgbImage crop, FloatBuffer destination) {
    int pixels = crop.width() * crop.height();
    float[] plane = new float[pixels];
    for (int channel = 0; channel < CHANNELS; channel++) {
      fill(plane, crop.samples(), channel);
      destination.put(plane);
    }
  }

  private void fill(float[] plane, byte[] samples, int channel) {
    float[] table = tables[channel];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = table[samples[CHANNELS * i + channel] & 0xFF];
    }
  }
}
