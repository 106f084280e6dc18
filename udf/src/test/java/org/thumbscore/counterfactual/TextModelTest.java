package org.thumbscore.counterfactual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.runtime.Device;
import org.thumbscore.runtime.DeviceChoice;
import org.thumbscore.text.SpannedText;

class TextModelTest {
  private static final Path MADE = Path.of("src/test/resources/org/thumbscore");
  private static final Path TAGGER = MADE.resolve("counterfactual/bert-tagger");
  private static final DeviceChoice CPU =
      new DeviceChoice(new Device.Cpu(), false, "score.device=cpu");
  private static final List<String> TEXTS =
      List.of(
          "Anna Smith met Bob Jones in Paris.",
          "Nobody came.",
          "The mayor spoke to the press about the new bridge, which opens on Monday.",
          "Rain.",
          "Bob Jones answered.",
          "Anna Smith did not.",
          "A storm closed the port.");

  @TempDir Path scratch;

  @Test
  void batchThatDoesNotFitIntoTheMemoryIsRunInHalves() throws IOException {
    Path small = scratch.resolve("bert-tagger");
    FileUtils.copyDirectory(TAGGER.toFile(), small.toFile());
    Files.copy(
        MADE.resolve("bundles/short-of-memory/model.onnx"),
        small.resolve("onnx/model.onnx"),
        StandardCopyOption.REPLACE_EXISTING);
    List<float[]> expected = logits(TAGGER);
    List<float[]> found = logits(small);
    assertEquals(TEXTS.size(), found.size());
    for (int i = 0; i < TEXTS.size(); i++) {
      assertArrayEquals(expected.get(i), found.get(i), 1e-5f, TEXTS.get(i));
    }
  }

  private List<float[]> logits(Path bundle) {
    ModelBundle opened = ModelBundle.open(bundle);
    int width = TextModel.labels(opened).size();
    List<float[]> logits = new ArrayList<>();
    try (TextModel model = TextModel.open(opened, width, CPU, scratch)) {
      List<SpannedText> texts = TEXTS.stream().map(model::tokenize).toList();
      model.run(
          texts,
          (index, found) -> {
            assertEquals(logits.size(), index);
            int count = texts.get(index).length() * width;
            logits.add(Arrays.copyOfRange(found.values(), found.from(), found.from() + count));
          });
    }
    return logits;
  }
}
