package org.thumbscore.image.resample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.thumbscore.testing.Preprocessors;

/** Each sample becomes the float32 number that transformers makes of it, bit by bit. */
class StandardizerTest {
  private static final int LEVELS = 256;

  @ParameterizedTest
  @EnumSource(PreprocessingProfile.class)
  void allSamplesEqualThoseOfTransformers(PreprocessingProfile profile) throws IOException {
    byte[] samples = new byte[3 * LEVELS];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (i / 3);
    }
    float[] expected = expected(profile);
    assertArrayEquals(expected, standardized(profile, new RgbImage(LEVELS, 1, samples)));
  }

  /** Also where the number of pixels is not a multiple of those that are looked up together. */
  @Test
  void valuesAreSplitByChannelAndPutAtThePosition() throws IOException {
    float[] levels = expected(PreprocessingProfile.PILLOW);
    Random random = new Random(1);
    for (int width : new int[] {1, 3, 5, 1023, 1030}) {
      byte[] samples = new byte[3 * width];
      random.nextBytes(samples);
      float[] expected = new float[samples.length];
      for (int i = 0; i < samples.length; i++) {
        expected[i % 3 * width + i / 3] = levels[i % 3 * LEVELS + Byte.toUnsignedInt(samples[i])];
      }
      RgbImage image = new RgbImage(width, 1, samples);
      assertArrayEquals(expected, standardized(PreprocessingProfile.PILLOW, image));
    }
  }

  private static float[] standardized(PreprocessingProfile profile, RgbImage image) {
    int length = image.samples().length;
    FloatBuffer values = FloatBuffer.allocate(length + 2).position(1);
    new Standardizer(Preprocessors.clip(224), profile).standardize(image, values);
    assertEquals(length + 1, values.position());
    assertEquals(0, values.get(0));
    assertEquals(0, values.get(length + 1));
    return Arrays.copyOfRange(values.array(), 1, length + 1);
  }

  private static float[] expected(PreprocessingProfile profile) throws IOException {
    try (InputStream in =
        StandardizerTest.class.getResourceAsStream(profile.label() + ".standardized")) {
      float[] values = new float[3 * LEVELS];
      ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
      return values;
    }
  }
}
