package org.thumbscore.image.resample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.thumbscore.image.header.ImageSize;
import org.thumbscore.model.PreprocessorConfig;
import org.thumbscore.model.PreprocessorConfig.Resize;
import org.thumbscore.model.PreprocessorConfig.Size;
import org.thumbscore.testing.Preprocessors;

class CropperTest {
  private static final PreprocessorConfig CLIP = Preprocessors.clip(224);

  static Stream<ResizeGoldens.Case> goldens() throws IOException {
    return ResizeGoldens.all().stream();
  }

  static Stream<ResizeGoldens.Case> storedGoldens() throws IOException {
    return goldens().filter(ResizeGoldens.Case::isStored);
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void cropHasTheDigestOfPillows(ResizeGoldens.Case golden) {
    RgbImage crop = new Cropper(golden.config(), golden.profile()).crop(golden.drawn());
    assertEquals(golden.sha256(), DigestUtils.sha256Hex(crop.samples()));
  }

  @ParameterizedTest
  @MethodSource("storedGoldens")
  void cropEqualsPillows(ResizeGoldens.Case golden) throws IOException {
    RgbImage crop = new Cropper(golden.config(), golden.profile()).crop(golden.drawn());
    assertArrayEquals(golden.stored(), crop.samples());
  }

  /** Memory that is used again holds nothing of the image before. */
  @Test
  void oneCropperForAllImagesMakesTheSameCrops() throws IOException {
    for (PreprocessingProfile profile : PreprocessingProfile.values()) {
      Cropper shared = new Cropper(CLIP, profile);
      List<ResizeGoldens.Case> cases =
          goldens()
              .filter(golden -> golden.profile() == profile && golden.config().equals(CLIP))
              .toList();
      assertTrue(cases.size() > 50, cases::toString);
      for (ResizeGoldens.Case golden : cases) {
        assertEquals(
            golden.sha256(),
            DigestUtils.sha256Hex(shared.crop(golden.drawn()).samples()),
            golden::toString);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "640, 1281, VERTICAL_FIRST",
    "640, 1280, HORIZONTAL_FIRST",
    "640, 1279, HORIZONTAL_FIRST",
    "1080, 2400, VERTICAL_FIRST",
    "1080, 1920, HORIZONTAL_FIRST",
    "100, 2000, HORIZONTAL_FIRST",
    "2000, 100, HORIZONTAL_FIRST",
    "224, 448, HORIZONTAL_FIRST"
  })
  void pillow13TakesTheHeightFirstWhereItShrinksByMoreThanTwiceAsMuch(
      int width, int height, PassOrder order) {
    ImageSize source = new ImageSize(width, height);
    ImageSize target = CropGeometry.of(CLIP, PreprocessingProfile.PILLOW, width, height).scaled();
    assertEquals(order, PreprocessingProfile.PILLOW.order(source, target));
    assertEquals(PassOrder.HORIZONTAL_FIRST, PreprocessingProfile.PILLOW12.order(source, target));
  }

  /** The crop is the middle twentieth, and bicubic reads two samples of the scale beyond it. */
  @ParameterizedTest
  @EnumSource(PreprocessingProfile.class)
  void onlyWhatTheCropNeedsIsReadAndOnce(PreprocessingProfile profile) {
    DrawnImage image = new DrawnImage(new ImageSize(672, 20 * 672));
    new Cropper(CLIP, profile).crop(image);
    assertEquals(672 + 3 * 3, image.rowsRead(), 2);
    assertEquals(image.rowsRead(), image.reads());
    assertEquals((20 * 672 - 672) / 2, image.firstRow(), 6);
    assertEquals(672, image.columnsRead());
  }

  @ParameterizedTest
  @EnumSource(PreprocessingProfile.class)
  void columnsOutsideTheCropAreNotRead(PreprocessingProfile profile) {
    Size crop = new Size(32, 32);
    PreprocessorConfig exact =
        Preprocessors.with(new Resize.Exact(new Size(64, 64)), crop, PreprocessorConfig.BICUBIC);
    DrawnImage image = new DrawnImage(new ImageSize(128, 1280));
    new Cropper(exact, profile).crop(image);
    assertEquals(32, image.firstColumn(), 4);
    assertEquals(64, image.columnsRead(), 8);
    assertEquals(image.rowsRead(), image.reads());
  }

  /** 80 million pixels as they are would take 320 MB. */
  @ParameterizedTest
  @EnumSource(PreprocessingProfile.class)
  void memoryDoesNotGrowWithTheHeight(PreprocessingProfile profile) {
    Cropper cropper = new Cropper(CLIP, profile);
    cropper.crop(new DrawnImage(new ImageSize(300, 900)));
    long before = allocatedBytes();
    cropper.crop(new DrawnImage(new ImageSize(2000, 40_000)));
    long allocated = allocatedBytes() - before;
    assertTrue(allocated < 8 << 20, allocated + " bytes");
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
