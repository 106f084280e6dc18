package org.thumbscore.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Only the families, what they share, and text models name graphs, their inputs and outputs. */
class GraphNamesTest {
  private static final List<Path> SOURCES =
      List.of(Path.of("src/main/java"), Path.of("../job/src/main/java"));
  private static final Pattern FAMILY =
      Pattern.compile(
          "org/thumbscore/(encoder/(Projected\\w+|\\w+/\\w+)|counterfactual/TextModel)\\.java$");
  private static final Pattern NAMES =
      Pattern.compile(
          "\"(pixel_values|input_ids|attention_mask|image_embeds|text_embeds|vision_model"
              + "|text_model)(_\\w+)?(\\.onnx)?\"");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*");

  @Test
  void namesOfGraphsStandWithTheFamiliesAlone() throws IOException {
    List<Path> naming = naming();
    assertFalse(naming.isEmpty(), "the names are found where they belong");
    assertEquals(List.of(), naming.stream().filter(file -> !isOfFamily(file)).toList());
  }

  private static boolean isOfFamily(Path file) {
    return FAMILY.matcher(file.toString().replace('\\', '/')).find();
  }

  private static List<Path> naming() throws IOException {
    List<Path> naming = new ArrayList<>();
    for (Path sources : SOURCES) {
      try (Stream<Path> files = Files.walk(sources)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .filter(GraphNamesTest::names)
            .forEach(naming::add);
      }
    }
    return naming;
  }

  private static boolean names(Path file) {
    try {
      String code = COMMENT.matcher(Files.readString(file)).replaceAll("");
      return NAMES.matcher(code).find();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
