package org.thumbscore.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
import org.thumbscore.image.codec.ImageDecoder;
import org.thumbscore.image.header.ImageFormat;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.resample.Cropper;
import org.thumbscore.image.resample.PreprocessingProfile;
import org.thumbscore.image.resample.RgbImage;
import org.thumbscore.testing.Preprocessors;

class ImagePreprocessorTest {
  private static final PreprocessingProfile PROFILE = PreprocessingProfile.PILLOW;

  @TempDir static Path scratch;

  static Stream<GoldenImages.Case> goldens() throws IOException {
    return GoldenImages.all().stream();
  }

  static Stream<GoldenImages.Case> decodableWithoutNatives() throws IOException {
    return goldens().filter(golden -> !golden.image().endsWith(".webp"));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void cropEqualsPillows(GoldenImages.Case golden) throws IOException {
    assertArrayEquals(golden.crop(), crop(open(golden, ImageLimits.DEFAULT), golden.encoded()));
  }

  /** So results do not depend on whether a machine can load the native decoders. */
  @ParameterizedTest
  @MethodSource("decodableWithoutNatives")
  void cropWithoutNativesIsTheSame(GoldenImages.Case golden) throws Exception {
    ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT, Optional.empty());
    try (DecodedImage image = decoder.decode(golden.encoded())) {
      assertArrayEquals(golden.crop(), new Cropper(golden.config(), PROFILE).crop(image).samples());
    }
  }

  /** No prefix of a file is an image, but for what some formats have behind their pixels. */
  @ParameterizedTest
  @MethodSource("goldens")
  void truncatedImageIsRejectedOrWhole(GoldenImages.Case golden) throws IOException {
    ImagePreprocessor preprocessor = open(golden, ImageLimits.DEFAULT);
    byte[] whole = golden.encoded();
    for (int length = 0; length < whole.length; length++) {
      PreparedImage prepared = preprocessor.prepare(Arrays.copyOf(whole, length));
      if (prepared instanceof PreparedImage.Ready ready) {
        int at = length;
        assertArrayEquals(
            golden.crop(), ready.crop().samples(), () -> "cut off after " + at + " bytes");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void damageNeverThrows(GoldenImages.Case golden) {
    ImagePreprocessor preprocessor = open(golden, new ImageLimits(1 << 20, 1_000_000));
    Random random = new Random(golden.image().hashCode());
    byte[] whole = golden.encoded();
    for (int i = 0; i < 60; i++) {
      byte[] damaged = whole.clone();
      for (int j = 0; j <= i % 5; j++) {
        damaged[random.nextInt(Math.min(damaged.length, i < 30 ? 64 : damaged.length))] =
            (byte) random.nextInt();
      }
      if (preprocessor.prepare(damaged) instanceof PreparedImage.Rejected rejected) {
        assertTrue(rejected.message().lines().count() == 1, rejected::message);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void sizeIsCheckedBeforeDecoding(GoldenImages.Case golden) {
    byte[] encoded = golden.encoded();
    if (golden.image().contains("1x1")) {
      return;
    }
    PreparedImage.Rejected pixels = rejected(open(golden, new ImageLimits(1 << 20, 20)), encoded);
    assertEquals(PreparedImage.Reason.TOO_LARGE, pixels.reason(), pixels::message);
    assertTrue(
        pixels.message().endsWith(" pixels; score.max-image-pixels allows 20"), pixels::message);
    PreparedImage.Rejected bytes =
        rejected(open(golden, new ImageLimits(encoded.length - 1, 1 << 30)), encoded);
    assertEquals(
        new PreparedImage.Rejected(
            PreparedImage.Reason.TOO_LARGE,
            encoded.length + " bytes; score.max-image-bytes allows " + (encoded.length - 1)),
        bytes);
  }

  @Test
  void whatIsNoImageSaysWhatItBeginsWith() {
    ImagePreprocessor preprocessor = clip();
    byte[] text = "Not found (#404)\n\0".getBytes(StandardCharsets.UTF_8);
    assertEquals(
        new PreparedImage.Rejected(
            PreparedImage.Reason.UNDECODABLE,
            "not an image: 18 bytes that begin with 4e6f7420666f756e (Not foun);"
                + " expected JPEG, PNG, GIF, WebP, BMP or TIFF"),
        preprocessor.prepare(text));
    assertEquals(PreparedImage.Reason.UNDECODABLE, rejected(preprocessor, new byte[0]).reason());
  }

  @Test
  void formatThatIsNotDecodedIsNamed() throws Exception {
    Map<String, String> names =
        Map.of(
            "avif_still.avif", "an AVIF image",
            "heic_still.heic", "a HEIC image",
            "jpeg_xl_codestream.jxl", "a JPEG XL image",
            "jpeg_2000_container.jp2", "a JPEG 2000 image",
            "ico_png.ico", "an ICO image",
            "pdf_image.pdf", "a PDF document");
    ImagePreprocessor preprocessor = clip();
    for (Map.Entry<String, String> entry : names.entrySet()) {
      Path image = Path.of(ImageFormat.class.getResource(entry.getKey()).toURI());
      assertUnsupported(entry.getValue(), preprocessor.prepare(Files.readAllBytes(image)));
    }
    byte[] svg = "<?xml version='1.0'?>\n<!-- a -->\n<svg/>".getBytes(StandardCharsets.UTF_8);
    assertUnsupported("an SVG image", preprocessor.prepare(svg));
    byte[] page = "<!DOCTYPE html>\n<html>".getBytes(StandardCharsets.UTF_8);
    assertUnsupported("an HTML page", preprocessor.prepare(page));
  }

  private static void assertUnsupported(String format, PreparedImage found) {
    assertEquals(
        new PreparedImage.Rejected(
            PreparedImage.Reason.UNDECODABLE,
            format + ", which is not supported; expected JPEG, PNG, GIF, WebP, BMP or TIFF"),
        found);
  }

  @Test
  void standardizedSamplesAreNumPysFloat32() {
    ImagePreprocessor preprocessor = clip();
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
    List<GoldenImages.Case> clipCases =
        goldens().filter(golden -> !golden.image().startsWith("settings")).toList();
    ImagePreprocessor preprocessor = open(clipCases.get(0), ImageLimits.DEFAULT);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Void> everyImage =
          () -> {
            for (GoldenImages.Case golden : clipCases) {
              assertArrayEquals(golden.crop(), crop(preprocessor, golden.encoded()));
            }
            return null;
          };
      for (var done : threads.invokeAll(List.of(everyImage, everyImage, everyImage))) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static ImagePreprocessor clip() {
    return ImagePreprocessor.open(Preprocessors.clip(224), PROFILE, ImageLimits.DEFAULT, scratch);
  }

  private static ImagePreprocessor open(GoldenImages.Case golden, ImageLimits limits) {
    return ImagePreprocessor.open(golden.config(), PROFILE, limits, scratch);
  }

  private static byte[] crop(ImagePreprocessor preprocessor, byte[] encoded) {
    PreparedImage prepared = preprocessor.prepare(encoded);
    return assertInstanceOf(PreparedImage.Ready.class, prepared, prepared::toString)
        .crop()
        .samples();
  }

  private static PreparedImage.Rejected rejected(ImagePreprocessor preprocessor, byte[] encoded) {
    return assertInstanceOf(PreparedImage.Rejected.class, preprocessor.prepare(encoded), "a crop");
  }
}
