package org.thumbscore.counterfactual;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The texts that a masked language model makes of one masked text.
 *
 * @param masked the text whose names are replaced
 * @param tokens the distribution at each mask, by name
 */
record Replacements(MaskedText masked, List<List<TokenDistribution>> tokens) {
  /**
   * Draws the next text.
   *
   * @param decoder returns the text of token ids
   * @return the text, or empty if it equals the original or one of its names is empty
   */
  Optional<String> draw(TextRandom random, Function<int[], String> decoder) {
    List<String> names = new ArrayList<>();
    for (List<TokenDistribution> name : tokens) {
      int[] ids = name.stream().mapToInt(token -> token.draw(random.next())).toArray();
      names.add(decoder.apply(ids));
    }
    return Optional.of(masked.with(names))
        .filter(text -> names.stream().noneMatch(String::isEmpty))
        .filter(text -> !text.equals(masked.text()));
  }
}
