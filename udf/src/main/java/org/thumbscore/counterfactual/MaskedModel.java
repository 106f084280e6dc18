package org.thumbscore.counterfactual;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.runtime.DeviceChoice;
import org.thumbscore.text.Vocabulary;

/** Replaces names by what a masked language model expects in their place. Thread-safe. */
final class MaskedModel implements AutoCloseable {
  private static final String KIND = "ForMaskedLM";

  private final TextModel model;
  private final String mask;
  private final int maskId;
  private final boolean[] excluded;

  private MaskedModel(TextModel model, String mask, boolean[] excluded) {
    this.model = model;
    this.mask = mask;
    this.maskId = model.vocabulary().special().get(mask);
    this.excluded = excluded;
  }

  /**
   * Checks that a bundle holds a masked language model.
   *
   * @throws org.thumbscore.model.BundleException if it does not
   */
  static void require(ModelBundle bundle) {
    TextModel.requireKind(bundle, KIND);
    if (!bundle.config().has("vocab_size")) {
      throw bundle.refusal("config.json has no vocab_size");
    }
    mask(bundle);
  }

  private static String mask(ModelBundle bundle) {
    return Vocabulary.read(bundle.tokenizerJson())
        .mask()
        .orElseThrow(() -> bundle.refusal("tokenizer.json has no mask token, [MASK] or <mask>"));
  }

  static MaskedModel open(ModelBundle bundle, DeviceChoice choice, Path scratch) {
    require(bundle);
    int vocabulary = bundle.config().positiveInt("vocab_size", 1);
    TextModel model = TextModel.open(bundle, vocabulary, choice, scratch);
    boolean[] excluded = new boolean[vocabulary];
    Arrays.fill(excluded, true);
    model.vocabulary().ids().stream()
        .filter(id -> id < vocabulary)
        .forEach(id -> excluded[id] = false);
    model.vocabulary().special().values().stream()
        .filter(id -> id < vocabulary)
        .forEach(id -> excluded[id] = true);
    return new MaskedModel(model, mask(bundle), excluded);
  }

  /** Masks names in a text; names that do not fit into the model are left as they are. */
  MaskedText mask(String text, List<TextSpan> names) {
    return MaskedText.of(text, names, mask, maskId, model::tokens, model::tokenize);
  }

  /** Returns the number of bytes that the {@link Replacements} of a text occupy. */
  long bytes(MaskedText text) {
    long masks = text.masks().stream().mapToLong(List::size).sum();
    return masks * excluded.length * Double.BYTES;
  }

  /**
   * Computes what the model expects in place of the names.
   *
   * @return the replacements of each text, in the same order
   */
  List<Replacements> replacements(List<MaskedText> texts, double temperature) {
    List<Replacements> found = new ArrayList<>();
    model.run(
        texts.stream().map(MaskedText::tokens).toList(),
        (i, logits) -> found.add(replacements(texts.get(i), logits, temperature)));
    return found;
  }

  private Replacements replacements(
      MaskedText masked, TextModel.Logits logits, double temperature) {
    return new Replacements(
        masked,
        masked.masks().stream()
            .map(
                positions ->
                    positions.stream()
                        .map(p -> TokenDistribution.of(logits, p, temperature, excluded))
                        .toList())
            .toList());
  }

  /** Returns the text of token ids, without the mark of a first token that continues a word. */
  String decode(int[] ids) {
    String text = TextSpan.strip(model.decode(ids));
    String continuation = model.vocabulary().continuation();
    return continuation.isEmpty() || !text.startsWith(continuation)
        ? text
        : TextSpan.strip(text.substring(continuation.length()));
  }

  @Override
  public void close() {
    model.close();
  }
}
