package org.thumbscore.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.nio.file.Path;
import org.thumbscore.model.BundleException;

/**
 * The tokenizer of a token classifier or a masked language model, which also tells where in the
 * text each token lies. Thread-safe, except that {@link #close} must not be called while another
 * call is in progress.
 *
 * <pre>{@code
 * try (SpanTokenizer tokenizer = SpanTokenizer.open(bundle.tokenizerJson(), 512, scratch)) {
 *   SpannedText text = tokenizer.tokenize("Ada Lovelace wrote it");
 *   text.starts(); // -1, 0, 4, 13, 19, -1 for a tokenizer that has these words
 * }
 * }</pre>
 */
public final class SpanTokenizer implements AutoCloseable {
  private final HuggingFaceTokenizer tokenizer;
  private final int contextLength;

  private SpanTokenizer(HuggingFaceTokenizer tokenizer, int contextLength) {
    this.tokenizer = tokenizer;
    this.contextLength = contextLength;
  }

  /**
   * Loads a tokenizer.
   *
   * @param contextLength the maximum number of ids of a text, including special tokens
   * @param scratch a directory where the native library may be unpacked
   * @throws BundleException if the file is not a tokenizer, or the native library cannot be loaded
   */
  public static SpanTokenizer open(Path tokenizerJson, int contextLength, Path scratch) {
    TokenizerLibrary.prepare(scratch);
    return new SpanTokenizer(SummaryTokenizer.load(tokenizerJson), contextLength);
  }

  /**
   * Tokenizes a text and truncates it to the context length. An unpaired surrogate is replaced by a
   * question mark.
   */
  public SpannedText tokenize(String text) {
    String words = SummaryTokenizer.wellFormed(text);
    Encoding encoding = tokenizer.encode(words);
    return spanned(encoding, words).truncated(contextLength);
  }

  /** Returns the number of tokens of a text, not counting the special tokens around it. */
  public int tokens(String text) {
    int tokens = 0;
    for (CharSpan span : tokenizer.encode(SummaryTokenizer.wellFormed(text)).getCharTokenSpans()) {
      tokens += span == null ? 0 : 1;
    }
    return tokens;
  }

  private static SpannedText spanned(Encoding encoding, String text) {
    CharSpan[] spans = encoding.getCharTokenSpans();
    int[] chars = charIndexes(text);
    int[] starts = new int[spans.length];
    int[] ends = new int[spans.length];
    for (int i = 0; i < spans.length; i++) {
      starts[i] = spans[i] == null ? -1 : chars[spans[i].getStart()];
      ends[i] = spans[i] == null ? -1 : chars[spans[i].getEnd()];
    }
    return new SpannedText(ints(encoding.getIds()), starts, ends, ints(encoding.getWordIds()));
  }

  /** Returns the index of the {@code char} at which each code point begins, and the length. */
  private static int[] charIndexes(String text) {
    int[] indexes = new int[text.codePointCount(0, text.length()) + 1];
    for (int i = 0, at = 0; i < indexes.length; i++) {
      indexes[i] = at;
      at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 0;
    }
    return indexes;
  }

  private static int[] ints(long[] values) {
    int[] narrow = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = Math.toIntExact(values[i]);
    }
    return narrow;
  }

  /** Returns the text of some ids without special tokens. */
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
