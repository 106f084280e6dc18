package org.thumbscore.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thumbscore.image.codec.DecodedImage;
import org.thumbscore.image.codec.ThumbnailDecoder;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.resample.Cropper;
import org.thumbscore.image.resample.RgbImage;
import org.thumbscore.testing.Preprocessors;

class ThumbnailPreprocessorTest {
  @TempDir static Path scratch;

  static Stream<GoldenPictures.Case> goldens() throws IOException {
    return GoldenPictures.all().stream();
  }

  static Stream<GoldenPictures.Case> decodableWithoutNatives() throws IOException {
    return goldens().filter(golden -> !golden.picture().endsWith(".webp"));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void cropEqualsPillows(GoldenPictures.Case golden) throws IOException {
    assertArrayEquals(golden.crop(), crop(open(golden, ImageLimits.DEFAULT), golden.encoded()));
  }

  /** So results do not depend on whether a machine can load the native decoders. */
  @ParameterizedTest
  @MethodSource("decodableWithoutNatives")
  void cropWithoutNativesIsTheSame(GoldenPictures.Case golden) throws Exception {
    ThumbnailDecoder decoder = new ThumbnailDecoder(ImageLimits.DEFAULT, Optional.empty());
    try (DecodedImage picture = decoder.decode(golden.encoded())) {
      assertArrayEquals(golden.crop(), new Cropper(golden.config()).crop(picture).samples());
    }
  }

  /** No prefix of a file is a picture, but for what some formats have behind their pixels. */
  @ParameterizedTest
  @MethodSource("goldens")
  void truncatedPictureIsRejectedOrWhole(GoldenPictures.Case golden) throws IOException {
    ThumbnailPreprocessor preprocessor = open(golden, ImageLimits.DEFAULT);
    byte[] whole = golden.encoded();
    for (int length = 0; length < whole.length; length++) {
      PreparedThumbnail prepared = preprocessor.prepare(Arrays.copyOf(whole, length));
      if (prepared instanceof PreparedThumbnail.Ready ready) {
        int at = length;
        assertArrayEquals(
            golden.crop(), ready.crop().samples(), () -> "cut off after " + at + " bytes");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void damageNeverThrows(GoldenPictures.Case golden) {
    ThumbnailPreprocessor preprocessor = open(golden, new ImageLimits(1 << 20, 1_000_000));
    Random random = new Random(golden.picture().hashCode());
    byte[] whole = golden.encoded();
    for (int i = 0; i < 60; i++) {
      byte[] damaged = whole.clone();
      for (int j = 0; j <= i % 5; j++) {
        damaged[random.nextInt(Math.min(damaged.length, i < 30 ? 64 : damaged.length))] =
            (byte) random.nextInt();
      }
      if (preprocessor.prepare(damaged) instanceof PreparedThumbnail.Rejected rejected) {
        assertTrue(rejected.message().lines().count() == 1, rejected::message);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void sizeIsCheckedBeforeDecoding(GoldenPictures.Case golden) {
    byte[] encoded = golden.encoded();
    if (golden.picture().contains("1x1")) {
      return;
    }
    PreparedThumbnail.Rejected pixels =
        rejected(open(golden, new ImageLimits(1 << 20, 20)), encoded);
    assertEquals(PreparedThumbnail.Reason.TOO_LARGE, pixels.reason(), pixels::message);
    assertTrue(
        pixels.message().endsWith(" pixels; score.max-image-pixels allows 20"), pixels::message);
    PreparedThumbnail.Rejected bytes =
        rejected(open(golden, new ImageLimits(encoded.length - 1, 1 << 30)), encoded);
    assertEquals(
        new PreparedThumbnail.Rejected(
            PreparedThumbnail.Reason.TOO_LARGE,
            encoded.length + " bytes; score.max-image-bytes allows " + (encoded.length - 1)),
        bytes);
  }

  @Test
  void whatIsNoPictureSaysWhatItBeginsWith() {
    ThumbnailPreprocessor preprocessor = clip();
    byte[] page = "<!DOCTYPE html>\n<html>".getBytes(StandardCharsets.UTF_8);
    assertEquals(
        new PreparedThumbnail.Rejected(
            PreparedThumbnail.Reason.UNDECODABLE,
            "not a picture: 22 bytes that begin with 3c21444f43545950 (<!DOCTYP);"
                + " expected JPEG, PNG, GIF, WebP, BMP or TIFF"),
        preprocessor.prepare(page));
    assertEquals(
        PreparedThumbnail.Reason.UNDECODABLE, rejected(preprocessor, new byte[0]).reason());
  }

  @Test
  void standardizedSamplesAreNumPysFloat32() {
    ThumbnailPreprocessor preprocessor = clip();
    RgbImage crop = new RgbImage(2, 1, new byte[] {0, (byte) 128, (byte) 255, 1, 2, 3});
    FloatBuffer pixels = FloatBuffer.allocate(7).position(1);
    preprocessor.standardize(crop, pixels);
    // numpy: ((np.float64([...]) * (1/255)).astype('f4') - f4(mean)) / f4(deviation)
    double[] expected = {
      -1.7922625541687012, -1.777664065361023, 0.16889731585979462,
      -1.7220815420150757, 2.1458969116210938, -1.4375596046447754
    };
    for (int i = 0; i < expected.length; i++) {
      assertEquals((float) expected[i], pixels.get(i + 1));
    }
    assertEquals(7, pixels.position());
  }

  @Test
  void concurrentCropsAreTheSame() throws Exception {
    List<GoldenPictures.Case> clipCases =
        goldens().filter(golden -> !golden.picture().startsWith("settings")).toList();
    ThumbnailPreprocessor preprocessor = open(clipCases.get(0), ImageLimits.DEFAULT);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Void> everyPicture =
          () -> {
            for (GoldenPictures.Case golden : clipCases) {
              assertArrayEquals(golden.crop(), crop(preprocessor, golden.encoded()));
            }
            return null;
          };
      for (var done : threads.invokeAll(List.of(everyPicture, everyPicture, everyPicture))) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static ThumbnailPreprocessor clip() {
    return ThumbnailPreprocessor.open(Preprocessors.clip(224), ImageLimits.DEFAULT, scratch);
  }

  private static ThumbnailPreprocessor open(GoldenPictures.Case golden, ImageLimits limits) {
    return ThumbnailPreprocessor.open(golden.config(), limits, scratch);
  }

  private static byte[] crop(ThumbnailPreprocessor preprocessor, byte[] encoded) {
    PreparedThumbnail prepared = preprocessor.prepare(encoded);
    return assertInstanceOf(PreparedThumbnail.Ready.class, prepared, prepared::toString)
        .crop()
        .samples();
  }

  private static PreparedThumbnail.Rejected rejected(
      ThumbnailPreprocessor preprocessor, byte[] encoded) {
    return assertInstanceOf(
        PreparedThumbnail.Rejected.class, preprocessor.prepare(encoded), "a crop");
  }
}
