package org.thumbscore.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionRecipeTest {
  /** An operator's name in a serialized graph: its length, which is below 128, comes first. */
  private static final String WHOLE = "\u0012LayerNormalization";

  private static final String HALF = "\u001cSimplifiedLayerNormalization";

  @TempDir Path folder;

  @Test
  void layerNormalizationIsNotFusedIntoTheSlowOperator() throws OrtException, IOException {
    Path graph =
        Path.of(
            "../udf/src/test/resources/org/thumbscore/bundles/random-clip/onnx/vision_model.onnx");
    try (SessionOptions options = SessionRecipe.options(new Device.Cpu(), Optional.empty())) {
      String optimized = optimized(graph, options);
      assertTrue(optimized.contains(HALF));
      assertFalse(optimized.contains(WHOLE));
    }
    try (SessionOptions options = new SessionOptions()) {
      assertTrue(optimized(graph, options).contains(WHOLE), "the default fuses the whole");
    }
  }

  private String optimized(Path graph, SessionOptions options) throws OrtException, IOException {
    Path file = folder.resolve("optimized.onnx");
    options.setOptimizedModelFilePath(file.toString());
    OrtGraph.environment().createSession(graph.toString(), options).close();
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
