package org.thumbscore.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryTokenizerTest {
  private static final Path MINI =
      Path.of("../udf/src/test/resources/org/thumbscore/bundles/random-clip/tokenizer.json");
  private static final int CONTEXT = 77;
  private static final int START = 1702;
  private static final int END = 1703;
  private static final int A = 320;
  private static final int TASKS = 8;
  private static final int LONG = 100_000;

  @TempDir static Path scratch;
  private static SummaryTokenizer tokenizer;
  private static List<GoldenText> goldens;

  @BeforeAll
  static void open() throws IOException, URISyntaxException {
    tokenizer = SummaryTokenizer.open(MINI, CONTEXT, scratch);
    String file = "/org/thumbscore/reference/mini-tokens.jsonl";
    goldens = GoldenText.read(Path.of(SummaryTokenizerTest.class.getResource(file).toURI()));
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  @TestFactory
  Stream<DynamicTest> idsEqualTransformers() {
    return GoldenText.sameIds(goldens, tokenizer);
  }

  @Test
  void tokensAreCountedBeforeTruncation() {
    for (GoldenText golden : goldens) {
      TokenizedText text = tokenizer.tokenize(golden.text());
      assertEquals(golden.tokens(), text.tokens(), golden::text);
      assertEquals(golden.tokens() > CONTEXT, text.truncated(), golden::text);
    }
  }

  @Test
  void truncatedSummaryKeepsEndToken() {
    TokenizedText text = tokenizer.tokenize("a ".repeat(76));
    assertEquals(78, text.tokens());
    assertTrue(text.truncated());
    assertEquals(CONTEXT, text.ids().length);
    assertEquals(START, text.ids()[0]);
    assertEquals(A, text.ids()[CONTEXT - 2]);
    assertEquals(END, text.ids()[CONTEXT - 1]);
  }

  @Test
  void textOfExactlyTheContextIsNotTruncated() {
    TokenizedText text = tokenizer.tokenize("a ".repeat(75));
    assertEquals(CONTEXT, text.tokens());
    assertFalse(text.truncated());
    assertEquals(CONTEXT, text.ids().length);
    assertEquals(END, text.ids()[CONTEXT - 1]);
  }

  @ParameterizedTest
  @CsvSource({"2,5", "3,5", "4,5", "5,5", "6,5"})
  void shortContextsCutBeforeTheEndToken(int context, int tokens) {
    try (SummaryTokenizer narrow = SummaryTokenizer.open(MINI, context, scratch)) {
      TokenizedText text = narrow.tokenize("a a a");
      assertEquals(tokens, text.tokens());
      assertEquals(context < tokens, text.truncated());
      assertEquals(Math.min(context, tokens), text.ids().length);
      assertEquals(START, text.ids()[0]);
      assertEquals(END, text.ids()[text.ids().length - 1]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\r\n", "\u00a0\u2003\u3000"})
  void emptyAndBlankTextsAreStartAndEnd(String blank) {
    TokenizedText text = tokenizer.tokenize(blank);
    assertArrayEquals(new int[] {START, END}, text.ids());
    assertEquals(2, text.tokens());
    assertFalse(text.truncated());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a ", "x", "日", "!", "\uD83D\uDE80"})
  void textOfAHundredThousandCharactersIsCutToTheContext(String piece) {
    String text = piece.repeat(LONG / piece.length());
    TokenizedText tokenized = assertTimeout(Duration.ofSeconds(10), () -> tokenizer.tokenize(text));
    assertTrue(tokenized.truncated());
    assertTrue(tokenized.tokens() > LONG / 20, () -> "only " + tokenized.tokens());
    assertEquals(CONTEXT, tokenized.ids().length);
    assertEquals(END, tokenized.ids()[CONTEXT - 1]);
  }

  /** The bound on a text is of no consequence for what the text tower sees. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a ",
        "x",
        "日",
        "!",
        "\uD83D\uDE80",
        "aab",
        "the ferry's 21st harbour-\n",
        "don't ",
        "1",
        "ab'"
      })
  void beginningOfALongTextHasTheIdsOfTheWhole(String piece) {
    String whole = piece.repeat(2 * LONG / piece.length());
    int[] ids = tokenizer.tokenize(whole).ids();
    for (int cut = LONG; cut < LONG + 3; cut++) {
      String prefix = whole.substring(0, whole.offsetByCodePoints(0, cut / 2));
      assertArrayEquals(ids, tokenizer.tokenize(TextPrefix.atWhiteSpace(prefix)).ids());
    }
  }

  @Test
  void beginningsOfRealTextsHaveTheIdsOfTheWhole() {
    for (GoldenText golden : goldens) {
      String whole = (golden.text() + " ").repeat(1 + LONG / (golden.text().length() + 1));
      String prefix = TextPrefix.atWhiteSpace(whole.substring(0, LONG / 4));
      assertArrayEquals(
          tokenizer.tokenize(whole).ids(), tokenizer.tokenize(prefix).ids(), golden::text);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a\uD83D,a?",
    "\uDE80b,?b",
    "a\uD83Db,a?b",
    "\uDE80\uD83D,??",
    "\uD83D\uD83D\uDE80,?\uD83D\uDE80"
  })
  void halfASurrogatePairIsAQuestionMark(String broken, String same) {
    assertArrayEquals(tokenizer.tokenize(same).ids(), tokenizer.tokenize(broken).ids());
  }

  @Test
  void controlCharactersLeaveTheTextAroundThemReadable() {
    for (char control = 0; control < 0xa0; control++) {
      int[] ids = tokenizer.tokenize("! " + control + " !").ids();
      int[] mark = tokenizer.tokenize("!").ids();
      assertEquals(mark[1], ids[1], "after character " + (int) control);
      assertEquals(mark[1], ids[ids.length - 2], "before character " + (int) control);
    }
  }

  @Test
  void concurrentTasksGetTheIdsOfOne() throws Exception {
    ExecutorService tasks = Executors.newFixedThreadPool(TASKS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < TASKS; i++) {
        running.add(tasks.submit(this::tokenizeAllGoldensOften));
      }
      for (Future<?> task : running) {
        task.get();
      }
    } finally {
      tasks.shutdownNow();
    }
  }

  private void tokenizeAllGoldensOften() {
    for (int round = 0; round < 50; round++) {
      for (GoldenText golden : goldens) {
        assertArrayEquals(golden.ids(), tokenizer.tokenize(golden.text()).ids(), golden::text);
      }
    }
  }

  @Test
  void closedTokenizerSaysSoAndClosesAgain() {
    SummaryTokenizer closed = SummaryTokenizer.open(MINI, CONTEXT, scratch);
    closed.close();
    closed.close();
    assertThrows(IllegalStateException.class, () -> closed.tokenize("a"));
    assertEquals(3, tokenizer.tokenize("a").tokens(), "another one stays open");
  }

  @Test
  void tokenizesWithoutJna() {
    assertThrows(ClassNotFoundException.class, () -> Class.forName("com.sun.jna.Native"));
    assertEquals("cpu", System.getProperty("RUST_FLAVOR"));
    assertEquals(3, tokenizer.tokenize("a").tokens());
  }
}
