package org.thumbscore.counterfactual;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.thumbscore.text.SpannedText;

/**
 * A text in which names are replaced by mask tokens.
 *
 * @param text the original text
 * @param names the names that are replaced, in the order of the text
 * @param tokens the tokens of the masked text
 * @param masks for each name, the positions of its mask tokens among the tokens
 */
record MaskedText(
    String text, List<TextSpan> names, SpannedText tokens, List<List<Integer>> masks) {

  /**
   * Replaces each name by as many mask tokens as the name has tokens. Names whose mask tokens do
   * not all fit into the model are left as they are.
   *
   * @param mask the text of the mask token
   * @param maskId the id of the mask token
   * @param length returns the number of tokens of a name
   * @param tokenizer tokenizes and truncates a text
   */
  static MaskedText of(
      String text,
      List<TextSpan> names,
      String mask,
      int maskId,
      ToIntFunction<String> length,
      Function<String, SpannedText> tokenizer) {
    List<Integer> counts =
        names.stream().map(name -> Math.max(1, length.applyAsInt(name.of(text)))).toList();
    List<String> inserted =
        counts.stream().map(count -> String.join(" ", Collections.nCopies(count, mask))).toList();
    SpannedText tokens = tokenizer.apply(replaced(text, names, inserted));
    List<TextSpan> whole = new ArrayList<>();
    List<List<Integer>> masks = new ArrayList<>();
    int shift = 0;
    for (int i = 0; i < names.size(); i++) {
      int start = names.get(i).start() + shift;
      int end = start + inserted.get(i).length();
      shift = end - names.get(i).end();
      List<Integer> positions = positions(tokens, maskId, new TextSpan(start, end));
      if (positions.size() == counts.get(i)) {
        whole.add(names.get(i));
        masks.add(positions);
      }
    }
    return whole.size() == names.size()
        ? new MaskedText(text, names, tokens, masks)
        : of(text, whole, mask, maskId, length, tokenizer);
  }

  private static List<Integer> positions(SpannedText tokens, int maskId, TextSpan within) {
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < tokens.length(); i++) {
      // The span of a mask token may include the blank before it.
      if (tokens.ids()[i] == maskId
          && tokens.isText(i)
          && tokens.ends()[i] > within.start()
          && tokens.ends()[i] <= within.end()) {
        positions.add(i);
      }
    }
    return positions;
  }

  /** Returns the text with each name replaced by another. */
  String with(List<String> replacements) {
    return replaced(text, names, replacements);
  }

  private static String replaced(String text, List<TextSpan> names, List<String> replacements) {
    StringBuilder changed = new StringBuilder();
    int from = 0;
    for (int i = 0; i < names.size(); i++) {
      changed.append(text, from, names.get(i).start()).append(replacements.get(i));
      from = names.get(i).end();
    }
    return changed.append(text, from, text.length()).toString();
  }
}
