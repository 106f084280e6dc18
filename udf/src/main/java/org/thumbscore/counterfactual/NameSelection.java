package org.thumbscore.counterfactual;

import java.util.ArrayList;
import java.util.List;

/** Selects the names of a text that are masked. */
final class NameSelection {
  private NameSelection() {}

  /**
   * Drops random names while the others make up more than a share of the text.
   *
   * @param share the maximum share of the text's characters, spaces not counted
   * @return the names that are left, in the order of the text; may be empty
   */
  static List<TextSpan> within(String text, List<TextSpan> names, double share, TextRandom random) {
    List<TextSpan> kept = new ArrayList<>(names);
    double most = share * TextSpan.visible(text);
    while (visible(text, kept) > most) {
      kept.remove(random.below(kept.size()));
    }
    return List.copyOf(kept);
  }

  private static long visible(String text, List<TextSpan> names) {
    return names.stream().mapToLong(name -> TextSpan.visible(name.of(text))).sum();
  }
}
