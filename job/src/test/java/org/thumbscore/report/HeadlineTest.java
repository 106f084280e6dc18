package org.thumbscore.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HeadlineTest {
  @Test
  void longTextIsCutBetweenCharacters() {
    String cut = Headline.of("🎈".repeat(10_000));
    assertEquals("🎈".repeat(139) + "…", cut);
    assertEquals("a".repeat(140), Headline.of("a".repeat(140)));
  }

  @Test
  void textBecomesOneLine() {
    assertEquals("two words", Headline.of("  two\r\n\t words\u0000 "));
    assertEquals("", Headline.of(null));
    assertEquals("", Headline.of(" \n\u200B\uFEFF"));
  }

  @Test
  void marksThatTurnTheDirectionGo() {
    assertEquals("abccod.exe", Headline.of("abc\u202Ecod\u2066.\u200Fexe\u061C"));
  }

  @Test
  void whatWordsAndEmojiAreSpelledWithStays() {
    assertEquals("می\u200Cخواهم", Headline.of("می\u200Cخواهم"));
    assertEquals("👩\u200D🚀", Headline.of("👩\u200D🚀"));
    assertEquals("عربي", Headline.of("عربي"));
  }

  @Test
  void halfACharacterGoes() {
    assertEquals("ab", Headline.of("a\uD83Cb"));
  }
}
