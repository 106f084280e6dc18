package org.thumbscore.text;

import java.nio.file.Path;

/** SKELETON. Thread-safe. */
public final class SummaryTokenizer implements AutoCloseable {
  private SummaryTokenizer() {}

  public static SummaryTokenizer open(Path tokenizerJson, int contextLength, Path scratch) {
    throw new UnsupportedOperationException("skeleton");
  }

  public TokenizedText tokenize(String text) {
    throw new UnsupportedOperationException("skeleton");
  }

  @Override
  public void close() {}
}
