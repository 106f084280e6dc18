package org.thumbscore.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleDigestTest {
  @TempDir Path temp;
  private BundleFolder mini;
  private String before;

  @BeforeEach
  void digestOfAnUnchangedCopy() {
    mini = BundleFolder.in(temp);
    before = digest(mini);
  }

  @Test
  void digestIsSixtyFourLowerCaseHexDigits() {
    assertTrue(before.matches("[0-9a-f]{64}"), before);
  }

  @Test
  void sameContentElsewhereAndAtAnotherTimeHasTheSameDigest() throws IOException {
    BundleFolder copy = BundleFolder.at(temp.resolve("elsewhere/another-name"));
    for (Path file : files(copy)) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    }
    assertEquals(before, digest(copy));
  }

  @Test
  void orderInWhichFilesWereWrittenDoesNotMatter() throws IOException {
    Path other = Files.createDirectories(temp.resolve("other"));
    List<Path> backwards = new ArrayList<>(files(mini));
    Collections.reverse(backwards);
    for (Path file : backwards) {
      Path target = other.resolve(mini.directory().relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
    assertEquals(before, digest(new BundleFolder(other)));
  }

  @Test
  void aCalibrationOfTheBundleDoesNotCount() throws IOException {
    Files.writeString(mini.directory().resolve("calibration.json"), "{}");
    assertEquals(before, digest(mini));
    Files.writeString(mini.directory().resolve("onnx/calibration.json"), "{}");
    assertNotEquals(before, digest(mini));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"config.json", "tokenizer.json", "onnx/vision_model.onnx", "onnx/text_model.onnx"})
  void oneChangedByteChangesTheDigest(String file) throws IOException {
    Path changed = mini.directory().resolve(file);
    byte[] bytes = Files.readAllBytes(changed);
    bytes[bytes.length - 1] ^= 1;
    Files.write(changed, bytes);
    assertNotEquals(before, BundleDigest.of(BundleLayout.of(mini.directory())));
  }

  @Test
  void renamedFileChangesTheDigest() throws IOException {
    assertNotEquals(before, digest(mini.renamed("tokenizer_config.json", "special_tokens.json")));
  }

  @Test
  void bytesMovedFromOneFileToTheNextChangeTheDigest() throws IOException {
    String one = digest(mini.with("a.json", "12").with("b.json", "3"));
    assertNotEquals(one, digest(mini.with("a.json", "1").with("b.json", "23")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"onnx/vision_model.onnx_data", "vision_model.onnx.data", "onnx/weights.bin"})
  void externalWeightsCount(String file) throws IOException {
    String weights = digest(mini.with(file, "weights"));
    assertNotEquals(before, weights);
    assertNotEquals(weights, digest(mini.with(file, "weighty")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", ".gitattributes", ".cache/huggingface/download.json"})
  void filesThatNothingReadsDoNotCount(String file) throws IOException {
    assertEquals(before, digest(mini.with(file, "more")));
  }

  @Test
  void digestOfAnOpenBundleIsTakenOnce() throws IOException {
    ModelBundle bundle = mini.open();
    assertEquals(before, bundle.sha256());
    mini.with("config.json", "{}");
    assertEquals(before, bundle.sha256());
  }

  @Test
  void fileThatVanishedIsNamed() throws IOException {
    ModelBundle bundle = mini.open();
    mini.without("onnx/text_model.onnx");
    assertEquals(
        "Cannot read onnx/text_model.onnx of bundle " + mini.directory() + ": NoSuchFileException",
        assertThrows(BundleException.class, bundle::sha256).getMessage());
  }

  private static List<Path> files(BundleFolder bundle) throws IOException {
    try (Stream<Path> paths = Files.walk(bundle.directory())) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String digest(BundleFolder bundle) {
    return bundle.open().sha256();
  }
}
