package org.thumbscore.text;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.thumbscore.model.BundleException;

/**
 * The tokenizer of a bundle. Thread-safe, except that {@link #close} must not be called while
 * another call is in progress.
 */
public final class SummaryTokenizer implements AutoCloseable {
  private static final Map<String, String> WHOLE =
      Map.of("truncation", "do_not_truncate", "padding", "do_not_pad");

  private final HuggingFaceTokenizer tokenizer;
  private final int contextLength;

  private SummaryTokenizer(HuggingFaceTokenizer tokenizer, int contextLength) {
    this.tokenizer = tokenizer;
    this.contextLength = contextLength;
  }

  /**
   * Loads a tokenizer.
   *
   * @param contextLength the maximum number of ids to return, including the start and end token; at
   *     least 2
   * @param scratch a directory where the native library may be unpacked
   * @throws BundleException if the file is not a tokenizer, or the native library cannot be loaded
   */
  public static SummaryTokenizer open(Path tokenizerJson, int contextLength, Path scratch) {
    TokenizerLibrary.prepare(scratch);
    SummaryTokenizer tokenizer = new SummaryTokenizer(load(tokenizerJson), contextLength);
    try {
      tokenizer.requireStartAndEnd(tokenizerJson);
      return tokenizer;
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  static HuggingFaceTokenizer load(Path tokenizerJson) {
    try (InputStream json = Files.newInputStream(tokenizerJson)) {
      return HuggingFaceTokenizer.newInstance(json, WHOLE);
    } catch (NoSuchFileException e) {
      throw new BundleException("Cannot read " + tokenizerJson + ": there is no such file", e);
    } catch (IOException e) {
      throw new BundleException("Cannot read " + tokenizerJson + ": " + firstLine(e), e);
    } catch (EngineException | LinkageError e) {
      throw new BundleException(TokenizerLibrary.refusal(), e);
    } catch (RuntimeException e) {
      throw new BundleException(
          "Cannot use " + tokenizerJson + ": not a Hugging Face tokenizer: " + firstLine(e), e);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private void requireStartAndEnd(Path tokenizerJson) {
    int specials = tokenize("").tokens();
    if (specials != 2) {
      throw new BundleException(
          "Cannot use "
              + tokenizerJson
              + ": it yields "
              + specials
              + " ids for the empty text; expected 2, a start and an end token");
    }
  }

  /**
   * Tokenizes a text. An unpaired surrogate is replaced by a question mark, because UTF-8 cannot
   * encode it.
   *
   * @param text any text, of any length
   */
  public TokenizedText tokenize(String text) {
    long[] ids = tokenizer.encode(wellFormed(text)).getIds();
    int kept = Math.min(ids.length, contextLength);
    int[] cut = new int[kept];
    for (int i = 0; i < kept; i++) {
      cut[i] = Math.toIntExact(ids[i]);
    }
    if (kept < ids.length) {
      cut[kept - 1] = Math.toIntExact(ids[ids.length - 1]);
    }
    return new TokenizedText(cut, ids.length);
  }

  static String wellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text)
        ? text
        : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
