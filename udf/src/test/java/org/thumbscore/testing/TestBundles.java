package org.thumbscore.testing;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.thumbscore.model.ModelBundle;

/**
 * Bundles for tests: the one the project carries, and those that {@code make_test_bundles.py} made.
 */
public final class TestBundles {
  private static final Path MINI =
      Path.of("../udf/src/test/resources/org/thumbscore/bundles/random-clip");

  private TestBundles() {}

  /** The bundle of the demo. */
  public static ModelBundle mini() {
    return ModelBundle.open(MINI);
  }

  /**
   * A copy of a made bundle, with the demo's tokenizer.
   *
   * @param kind split, split-masked or combined
   */
  public static Path copy(String kind, Path into) {
    Path copy = into.resolve(kind);
    try (Stream<Path> files = Files.walk(made(kind))) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(made(kind).relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, REPLACE_EXISTING);
        }
      }
      Files.copy(MINI.resolve("tokenizer.json"), copy.resolve("tokenizer.json"), REPLACE_EXISTING);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A copy of the bundle {@code split} whose image tower lacks memory for more than 2 rows, and
   * whose text tower for more than 3.
   */
  public static Path copyShortOfMemory(Path into) {
    Path copy = copy("split", into);
    try {
      for (String graph : List.of("vision_model.onnx", "text_model.onnx")) {
        Path target = copy.resolve("onnx").resolve(graph);
        Files.copy(made("short-of-memory").resolve(graph), target, REPLACE_EXISTING);
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file or folder of the made bundles. */
  public static Path made(String name) {
    try {
      return Path.of(TestBundles.class.getResource("/org/thumbscore/bundles").toURI())
          .resolve(name);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
