package org.thumbscore.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thumbscore.model.BundleException;

/** What files a tokenizer is read from, and how others are refused. */
class TokenizerFileTest {
  private static final Path MINI =
      Path.of("../udf/src/test/resources/org/thumbscore/bundles/random-clip/tokenizer.json");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int CONTEXT = 77;

  @TempDir Path temp;

  @Test
  void truncationAndPaddingOfTheFileAreNotApplied() throws IOException {
    Path file =
        changed(
            "truncation",
            """
            {"direction": "Right", "max_length": 4, "strategy": "LongestFirst", "stride": 0}
            """,
            "padding",
            """
            {"strategy": {"Fixed": 9}, "direction": "Right", "pad_to_multiple_of": null,
             "pad_id": 1703, "pad_type_id": 0, "pad_token": "<|endoftext|>"}
            """);
    try (SummaryTokenizer tokenizer = open(file)) {
      assertEquals(3, tokenizer.tokenize("a").tokens());
      TokenizedText text = tokenizer.tokenize("a a a a");
      assertEquals(6, text.tokens());
      assertFalse(text.truncated());
      assertArrayEquals(new int[] {1702, 320, 320, 320, 320, 1703}, text.ids());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "{}", "not json\nat all", "{\"model\": {\"type\": \"X\"}}"})
  void fileThatIsNoTokenizerIsRefused(String content) throws IOException {
    Path file = Files.writeString(temp.resolve("tokenizer.json"), content);
    String refusal = refusal(file);
    String start = "Cannot use " + file + ": not a Hugging Face tokenizer: ";
    assertTrue(refusal.startsWith(start) && refusal.length() > start.length(), refusal);
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    Path file = Files.write(temp.resolve("tokenizer.json"), new byte[] {0, -1, -2, 7});
    String refusal = refusal(file);
    assertTrue(refusal.startsWith("Cannot use " + file + ": not a Hugging Face "), refusal);
  }

  @Test
  void tokenizerThatBreaksOffIsRefused() throws IOException {
    String whole = Files.readString(MINI);
    Path file = temp.resolve("tokenizer.json");
    Files.writeString(file, whole.substring(0, whole.length() / 2));
    String refusal = refusal(file);
    assertTrue(refusal.startsWith("Cannot use " + file + ": not a Hugging Face "), refusal);
  }

  @Test
  void tokenizerWithoutStartAndEndIsRefused() throws IOException {
    Path file = changed("post_processor", "null");
    assertEquals(
        "Cannot use "
            + file
            + ": it yields 0 ids for the empty text; expected 2, a start and an end token",
        refusal(file));
  }

  @Test
  void missingFileIsRefused() {
    Path absent = temp.resolve("absent.json");
    assertEquals("Cannot read " + absent + ": there is no such file", refusal(absent));
  }

  private Path changed(String... keysAndValues) throws IOException {
    ObjectNode tokenizer = (ObjectNode) MAPPER.readTree(MINI.toFile());
    for (int i = 0; i < keysAndValues.length; i += 2) {
      tokenizer.set(keysAndValues[i], MAPPER.readTree(keysAndValues[i + 1]));
    }
    return Files.writeString(temp.resolve("tokenizer.json"), tokenizer.toString());
  }

  private SummaryTokenizer open(Path file) {
    return SummaryTokenizer.open(file, CONTEXT, temp);
  }

  private String refusal(Path file) {
    String message = assertThrows(BundleException.class, () -> open(file)).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }
}
