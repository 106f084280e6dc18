package org.thumbscore.image.resample;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.thumbscore.model.PreprocessorConfig;

/**
 * The conversion of 8-bit samples to the input of the image tower: samples are rescaled, reduced by
 * the mean and divided by the standard deviation, in float32 as in NumPy or PyTorch. Immutable and
 * thread-safe.
 */
public final class Standardizer {
  private static final int CHANNELS = 3;
  private static final VarHandle FOUR =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** The number of values copied at a time, small enough for the first-level cache. */
  private static final int RUN = 1024;

  /** A table for each channel, with one entry for each of the 256 sample values. */
  private final float[][] tables;

  public Standardizer(PreprocessorConfig config, PreprocessingProfile profile) {
    this.tables = new float[CHANNELS][256];
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int sample = 0; sample < 256; sample++) {
        tables[channel][sample] =
            profile == PreprocessingProfile.TORCHVISION
                ? byTorchvision(config, channel, sample)
                : byNumpy(config, channel, sample);
      }
    }
  }

  private static float byNumpy(PreprocessorConfig config, int channel, int sample) {
    float rescaled = (float) (sample * config.rescaleFactor());
    return (rescaled - config.mean().get(channel).floatValue())
        / config.deviation().get(channel).floatValue();
  }

  /** Transformers divides the mean and the deviation by the factor instead of rescaling. */
  private static float byTorchvision(PreprocessorConfig config, int channel, int sample) {
    float scale = (float) (1 / config.rescaleFactor());
    float mean = config.mean().get(channel).floatValue() * scale;
    return (sample - mean) / (config.deviation().get(channel).floatValue() * scale);
  }

  /**
   * Writes values of shape {@code [3, height, width]} at the destination's position, which
   * advances.
   */
  public void standardize(RgbImage crop, FloatBuffer destination) {
    byte[] samples = crop.samples();
    int pixels = samples.length / CHANNELS;
    int start = destination.position();
    float[] red = new float[RUN];
    float[] green = new float[RUN];
    float[] blue = new float[RUN];
    for (int first = 0; first < pixels; first += RUN) {
      int count = Math.min(RUN, pixels - first);
      look(samples, CHANNELS * first, count, red, green, blue);
      destination.put(start + first, red, 0, count);
      destination.put(start + pixels + first, green, 0, count);
      destination.put(start + 2 * pixels + first, blue, 0, count);
    }
    destination.position(start + samples.length);
  }

  /** Looks up four pixels at a time, which takes half the time of one sample at a time. */
  private void look(byte[] samples, int from, int count, float[] red, float[] green, float[] blue) {
    float[] reds = tables[0];
    float[] greens = tables[1];
    float[] blues = tables[2];
    // HotSpot omits the bounds checks of indices that are limited by the length.
    int redMask = reds.length - 1;
    int greenMask = greens.length - 1;
    int blueMask = blues.length - 1;
    int i = 0;
    int at = from;
    for (; i + 4 <= count; i += 4, at += 4 * CHANNELS) {
      int a = (int) FOUR.get(samples, at);
      int b = (int) FOUR.get(samples, at + 4);
      int c = (int) FOUR.get(samples, at + 8);
      red[i] = reds[a >>> 24 & redMask];
      green[i] = greens[a >>> 16 & greenMask];
      blue[i] = blues[a >>> 8 & blueMask];
      red[i + 1] = reds[a & redMask];
      green[i + 1] = greens[b >>> 24 & greenMask];
      blue[i + 1] = blues[b >>> 16 & blueMask];
      red[i + 2] = reds[b >>> 8 & redMask];
      green[i + 2] = greens[b & greenMask];
      blue[i + 2] = blues[c >>> 24 & blueMask];
      red[i + 3] = reds[c >>> 16 & redMask];
      green[i + 3] = greens[c >>> 8 & greenMask];
      blue[i + 3] = blues[c & blueMask];
    }
    for (; i < count; i++, at += CHANNELS) {
      red[i] = reds[samples[at] & redMask];
      green[i] = greens[samples[at + 1] & greenMask];
      blue[i] = blues[samples[at + 2] & blueMask];
    }
  }
}
