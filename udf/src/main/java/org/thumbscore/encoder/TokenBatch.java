package org.thumbscore.encoder;

import java.util.Arrays;
import java.util.List;
import org.thumbscore.runtime.Tensor;
import org.thumbscore.text.TokenizedText;

/**
 * A batch of texts as a single matrix of token ids, padded to the same length.
 *
 * @param texts the number of rows that are texts; the remaining rows are padding, and their output
 *     is not read
 * @param ids a row-major matrix of shape {@code [rows, length]}
 * @param mask a matrix of the same shape as {@code ids}; 1 for a token, 0 for padding
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; only passed between two steps
public record TokenBatch(int texts, int rows, int length, int[] ids, int[] mask) {
  public TokenBatch {
    if (ids.length != rows * length || mask.length != ids.length || texts > rows) {
      throw new IllegalArgumentException(
          "expected " + rows + " x " + length + " ids and mask, found " + ids.length);
    }
  }

  /** Pads texts to the length of the longest. */
  public static TokenBatch of(List<TokenizedText> texts, Padding padding) {
    return of(texts, texts.size(), longest(texts), padding);
  }

  /** Pads texts to the batch's length. Padding rows repeat the first text. */
  static TokenBatch of(List<TokenizedText> texts, BatchShape shape, Padding padding) {
    return of(texts, shape.rows(texts.size()), shape.length(longest(texts)), padding);
  }

  private static int longest(List<TokenizedText> texts) {
    return texts.stream().mapToInt(text -> text.ids().length).max().orElseThrow();
  }

  private static TokenBatch of(List<TokenizedText> texts, int rows, int length, Padding padding) {
    int[] ids = new int[rows * length];
    int[] mask = new int[rows * length];
    for (int row = 0; row < rows; row++) {
      int[] tokens = texts.get(row < texts.size() ? row : 0).ids();
      int from = row * length;
      System.arraycopy(tokens, 0, ids, from, tokens.length);
      int fill = padding.of(tokens[tokens.length - 1]);
      Arrays.fill(ids, from + tokens.length, from + length, fill);
      Arrays.fill(mask, from, from + tokens.length, 1);
    }
    return new TokenBatch(texts.size(), rows, length, ids, mask);
  }

  /**
   * Returns a single text of zeros, used to run a graph for the first time or as input to a graph
   * that also requires texts.
   */
  public static TokenBatch blank(int length) {
    int[] mask = new int[length];
    Arrays.fill(mask, 1);
    return new TokenBatch(1, 1, length, new int[length], mask);
  }

  /** Returns the ids as a tensor of shape {@code [rows, length]}. */
  public Tensor idsTensor() {
    return new Tensor.Integers(ids, rows, length);
  }

  /** Returns the mask as a tensor of shape {@code [rows, length]}. */
  public Tensor maskTensor() {
    return new Tensor.Integers(mask, rows, length);
  }
}
