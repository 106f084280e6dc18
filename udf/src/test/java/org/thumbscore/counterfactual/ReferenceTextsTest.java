package org.thumbscore.counterfactual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.runtime.Device;
import org.thumbscore.runtime.DeviceChoice;

/**
 * Each step of a counterfactual text equals that of the reference in Python, on BERT and RoBERTa
 * with random weights ({@code make_counterfactual_goldens.py}).
 */
class ReferenceTextsTest {
  private static final Path MADE = Path.of("src/test/resources/org/thumbscore/counterfactual");
  private static final DeviceChoice CPU =
      new DeviceChoice(new Device.Cpu(), false, "score.device=cpu");
  private static final Map<String, PersonTagger> TAGGERS = new HashMap<>();
  private static final Map<String, MaskedModel> MASKED = new HashMap<>();

  @TempDir static Path scratch;

  @AfterAll
  static void close() {
    TAGGERS.values().forEach(PersonTagger::close);
    MASKED.values().forEach(MaskedModel::close);
  }

  private static PersonTagger tagger(JsonNode line) {
    return TAGGERS.computeIfAbsent(
        line.get("tagger").textValue(),
        name -> PersonTagger.open(ModelBundle.open(MADE.resolve(name)), CPU, scratch));
  }

  private static MaskedModel masked(JsonNode line) {
    return MASKED.computeIfAbsent(
        line.get("masked").textValue(),
        name -> MaskedModel.open(ModelBundle.open(MADE.resolve(name)), CPU, scratch));
  }

  private static List<JsonNode> lines() throws IOException {
    return new ObjectMapper()
        .readerFor(JsonNode.class)
        .<JsonNode>readValues(MADE.resolve("cases.jsonl").toFile())
        .readAll();
  }

  @TestFactory
  Stream<DynamicTest> everyStepEqualsTheReference() throws IOException {
    List<JsonNode> lines = lines();
    return IntStream.range(0, lines.size())
        .mapToObj(
            i ->
                DynamicTest.dynamicTest(
                    "case " + i + ", " + lines.get(i).get("tagger").textValue(),
                    () -> assertSame(lines.get(i))));
  }

  /** The batch that a text is in does not decide which names are found. */
  @Test
  void namesAreFoundInBatches() throws IOException {
    Map<String, List<JsonNode>> byTagger = new HashMap<>();
    for (JsonNode line : lines()) {
      byTagger.computeIfAbsent(line.get("tagger").textValue(), n -> new ArrayList<>()).add(line);
    }
    assertEquals(2, byTagger.size());
    for (List<JsonNode> lines : byTagger.values()) {
      List<String> texts = lines.stream().map(ReferenceTextsTest::text).toList();
      assertTrue(texts.size() > 32, "more than one batch");
      assertEquals(
          lines.stream().map(line -> spans(line, "people")).toList(),
          tagger(lines.get(0)).persons(texts));
    }
  }

  private static void assertSame(JsonNode line) {
    String text = text(line);
    long seed = line.get("seed").longValue();
    TextRandom numbers = TextRandom.of(seed, text);
    line.get("doubles").forEach(number -> assertEquals(number.doubleValue(), numbers.next()));

    TextRandom random = TextRandom.of(seed, text);
    List<TextSpan> names = tagger(line).persons(List.of(text)).get(0);
    assertEquals(spans(line, "people"), names);
    List<TextSpan> kept =
        NameSelection.within(text, names, CounterfactualSettings.DEFAULT.maxMaskedShare(), random);
    assertEquals(spans(line, "kept"), kept);
    String status = line.get("status").textValue();
    assertEquals("NO_PERSON".equals(status), names.isEmpty());
    assertEquals("PERSON_TOO_LONG".equals(status), kept.isEmpty() && !names.isEmpty());
    if (!kept.isEmpty()) {
      MaskedText filled = masked(line).mask(text, kept);
      assertEquals("TEXT_TOO_LONG".equals(status), filled.names().isEmpty());
      if (status == null) {
        assertFilled(line, filled, random);
      }
    }
  }

  private static void assertFilled(JsonNode line, MaskedText masked, TextRandom random) {
    assertEquals(spans(line, "replaced"), masked.names());
    assertEquals(ids(line.get("masked_ids")), IntStream.of(masked.tokens().ids()).boxed().toList());
    assertEquals(
        StreamSupport.stream(line.get("mask_positions").spliterator(), false)
            .map(ReferenceTextsTest::ids)
            .toList(),
        masked.masks());
    MaskedModel model = masked(line);
    Replacements replacements =
        model.replacements(List.of(masked), CounterfactualSettings.DEFAULT.temperature()).get(0);
    for (JsonNode candidate : line.get("candidates")) {
      List<List<Integer>> drawn = new ArrayList<>();
      List<String> fills = new ArrayList<>();
      String text =
          replacements
              .draw(
                  random,
                  ids -> {
                    drawn.add(IntStream.of(ids).boxed().toList());
                    fills.add(model.decode(ids));
                    return fills.get(fills.size() - 1);
                  })
              .orElse(null);
      for (int name = 0; name < drawn.size(); name++) {
        assertEquals(ids(candidate.get("ids").get(name)), drawn.get(name));
        assertEquals(candidate.get("fills").get(name).textValue(), fills.get(name));
      }
      assertEquals(candidate.get("ids").size(), drawn.size());
      assertEquals(candidate.get("text").textValue(), text);
    }
  }

  private static String text(JsonNode line) {
    return line.get("text").textValue();
  }

  private static List<Integer> ids(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::intValue).toList();
  }

  /** The reference counts code points. */
  private static List<TextSpan> spans(JsonNode line, String name) {
    String text = text(line);
    return StreamSupport.stream(line.get(name).spliterator(), false)
        .map(
            span ->
                new TextSpan(
                    text.offsetByCodePoints(0, span.get(0).intValue()),
                    text.offsetByCodePoints(0, span.get(1).intValue())))
        .toList();
  }
}
