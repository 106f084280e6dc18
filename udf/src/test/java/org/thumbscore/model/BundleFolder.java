package org.thumbscore.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.thumbscore.encoder.EncoderBundle;

/** A copy of the project's own bundle, for a test to take apart. */
record BundleFolder(Path directory) {
  private static final Path MINI =
      Path.of("../udf/src/test/resources/org/thumbscore/bundles/random-clip");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static BundleFolder in(Path parent) {
    return at(parent.resolve("mini"));
  }

  static BundleFolder at(Path copy) {
    try (Stream<Path> files = Files.walk(MINI)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(MINI.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
      return new BundleFolder(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With these files instead of its graphs. */
  BundleFolder withGraphs(String... names) throws IOException {
    BundleFolder changed = without("onnx/vision_model.onnx").without("onnx/text_model.onnx");
    for (String name : names) {
      changed.with(name, "a graph");
    }
    return this;
  }

  BundleFolder with(String file, String content) throws IOException {
    Path target = directory.resolve(file);
    Files.createDirectories(target.getParent());
    Files.writeString(target, content);
    return this;
  }

  BundleFolder without(String file) throws IOException {
    Files.delete(directory.resolve(file));
    return this;
  }

  BundleFolder renamed(String file, String to) throws IOException {
    Files.move(directory.resolve(file), directory.resolve(to));
    return this;
  }

  /** With one key of a config set to a JSON value. */
  BundleFolder set(String file, String key, String json) throws IOException {
    ObjectNode config = config(file);
    config.set(key, MAPPER.readTree(json));
    return with(file, config.toString());
  }

  /** With one key of an object in a config set to a JSON value. */
  BundleFolder set(String file, String object, String key, String json) throws IOException {
    ObjectNode config = config(file);
    config.withObject("/" + object).set(key, MAPPER.readTree(json));
    return with(file, config.toString());
  }

  private ObjectNode config(String file) throws IOException {
    return (ObjectNode) MAPPER.readTree(directory.resolve(file).toFile());
  }

  ModelBundle open() {
    return ModelBundle.open(directory);
  }

  /** With its family, and its configs checked. */
  EncoderBundle model() {
    return EncoderBundle.of(open());
  }

  /** The one line with which opening it is refused. */
  String refusal() {
    String message = assertThrows(BundleException.class, this::model).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }
}
