package org.thumbscore.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.nio.file.Path;
import org.thumbscore.model.BundleException;

/**
 * Turns token ids back into text. Thread-safe, except that {@link #close} must not overtake a call
 * under way.
 */
public final class TokenDecoder implements AutoCloseable {
  private final HuggingFaceTokenizer tokenizer;

  private TokenDecoder(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * Loads the tokenizer of a language model.
   *
   * @param scratch where the native library may be unpacked
   * @throws BundleException if the file is no tokenizer, or the native library cannot be loaded
   */
  public static TokenDecoder open(Path tokenizerJson, Path scratch) {
    TokenizerLibrary.prepare(scratch);
    return new TokenDecoder(SummaryTokenizer.load(tokenizerJson));
  }

  /** Returns the text of some ids, special tokens left out. */
  public String decode(int[] ids) {
    long[] wide = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      wide[i] = ids[i];
    }
    return tokenizer.decode(wide, true);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
