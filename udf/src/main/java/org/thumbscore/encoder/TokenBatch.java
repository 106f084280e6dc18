package org.thumbscore.encoder;

import java.util.Arrays;
import java.util.List;
import org.thumbscore.runtime.TokenMatrix;
import org.thumbscore.text.TokenizedText;

/** Texts as one matrix {@code [n, length]}. */
final class TokenBatch {
  private TokenBatch() {}

  /**
   * Pads with each row's own last id, the end token: CLIP pools at the first of them, and being
   * causal it does not see what follows. Rows beyond the texts repeat the first text.
   */
  static TokenMatrix of(List<TokenizedText> texts, BatchShape shape) {
    int rows = shape.rows(texts.size());
    int longest = texts.stream().mapToInt(text -> text.ids().length).max().orElseThrow();
    int length = shape.length(longest);
    int[] ids = new int[rows * length];
    int[] mask = new int[rows * length];
    for (int row = 0; row < rows; row++) {
      int[] tokens = texts.get(row < texts.size() ? row : 0).ids();
      int from = row * length;
      System.arraycopy(tokens, 0, ids, from, tokens.length);
      Arrays.fill(ids, from + tokens.length, from + length, tokens[tokens.length - 1]);
      Arrays.fill(mask, from, from + tokens.length, 1);
    }
    return new TokenMatrix(rows, length, ids, mask);
  }
}
