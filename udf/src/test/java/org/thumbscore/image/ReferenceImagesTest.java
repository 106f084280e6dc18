package org.thumbscore.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.resample.PreprocessingProfile;
import org.thumbscore.testing.Preprocessors;
import org.thumbscore.testing.ReferenceFiles;

/** Every crop of the reference images is the Pillow processor's, byte for byte. */
class ReferenceImagesTest {
  @TempDir static Path scratch;

  @TestFactory
  Stream<DynamicTest> cropEqualsPillows() throws IOException {
    assumeTrue(ReferenceFiles.folder().isPresent(), "no reference images here");
    Path folder = ReferenceFiles.folder().orElseThrow();
    List<Path> images = images(folder);
    return Stream.of(PreprocessingProfile.PILLOW, PreprocessingProfile.PILLOW12)
        .flatMap(profile -> images.stream().map(image -> test(folder, image, profile)));
  }

  /** None of the photographs is tall and made smaller, so both profiles make the same crop. */
  private static DynamicTest test(Path folder, Path image, PreprocessingProfile profile) {
    ImagePreprocessor preprocessor =
        ImagePreprocessor.open(Preprocessors.clip(224), profile, ImageLimits.DEFAULT, scratch);
    return DynamicTest.dynamicTest(
        profile.label() + " " + image.getFileName(),
        () -> assertArrayEquals(expected(folder, image), crop(preprocessor, image)));
  }

  private static List<Path> images(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("images"))) {
      return files.sorted().toList();
    }
  }

  private static byte[] crop(ImagePreprocessor preprocessor, Path image) throws IOException {
    PreparedImage prepared = preprocessor.prepare(Files.readAllBytes(image));
    return assertInstanceOf(PreparedImage.Ready.class, prepared, prepared::toString)
        .crop()
        .samples();
  }

  private static byte[] expected(Path folder, Path image) throws IOException {
    return GoldenImages.samples(folder.resolve("expected").resolve(image.getFileName() + ".png"));
  }
}
