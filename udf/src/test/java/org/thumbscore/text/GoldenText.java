package org.thumbscore.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** A line of a file of texts and the ids that transformers gives them. */
record GoldenText(JsonNode line) {
  private static final int SHOWN = 40;

  static List<GoldenText> read(Path jsonLines) throws IOException {
    return new ObjectMapper()
        .readerFor(JsonNode.class).<JsonNode>readValues(jsonLines.toFile()).readAll().stream()
            .map(GoldenText::new)
            .toList();
  }

  /** One test for each text. */
  static Stream<DynamicTest> sameIds(List<GoldenText> goldens, SummaryTokenizer tokenizer) {
    return goldens.stream()
        .map(
            golden ->
                DynamicTest.dynamicTest(
                    golden.name(),
                    () ->
                        assertArrayEquals(golden.ids(), tokenizer.tokenize(golden.text()).ids())));
  }

  String text() {
    return line.get("text").textValue();
  }

  int[] ids() {
    ArrayNode ids = line.withArray("input_ids");
    return IntStream.range(0, ids.size()).map(i -> ids.get(i).intValue()).toArray();
  }

  /** Before truncation. */
  int tokens() {
    return line.get("tokens").intValue();
  }

  private String name() {
    // Escaped, since reports are XML and the texts hold control characters.
    String json = line.get("text").toString().replace("\u007f", "\\u007f");
    return json.length() <= SHOWN ? json : json.substring(0, SHOWN) + "...";
  }
}
