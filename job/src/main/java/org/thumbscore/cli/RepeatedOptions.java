package org.thumbscore.cli;

import java.util.Locale;
import java.util.Optional;
import org.thumbscore.lake.source.ScoreTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that leaves out images that many articles have, such as logos. */
final class RepeatedOptions {
  private static final int MANY = 10;
  private static final double WARNED = 0.05;

  @Option(
      names = "--exclude-repeated",
      paramLabel = "N",
      description =
          "Leave out rows whose image N or more rows have, such as logos. Images are told apart by their digests, or in the output of 'duplicates' by their clusters. Default: leave out none.")
  private Integer articles;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Checks the option before anything is computed. */
  void check() {
    if (articles != null && articles < 2) {
      throw new ParameterException(
          spec.commandLine(), "Invalid --exclude-repeated: " + articles + " (must be at least 2)");
    }
  }

  ScoreTable apply(ScoreTable table) {
    return articles == null ? table : table.withoutRepeated(articles);
  }

  /**
   * Returns a line about the rows that were left out or that might better be, or nothing if there
   * is none to mention.
   *
   * @param table the table with all rows
   */
  String note(ScoreTable table) {
    int many = articles == null ? MANY : articles;
    Optional<ScoreTable.Repeated> repeated = table.repeated(many);
    if (articles != null) {
      return repeated
          .map(
              of ->
                  String.format(
                      Locale.ROOT,
                      "left out   %,d of %,d scores, whose images are on %d or more articles%n",
                      of.repeated(),
                      of.rows(),
                      many))
          .orElse("");
    }
    return repeated
        .filter(of -> of.repeated() > WARNED * of.rows())
        .map(
            of ->
                String.format(
                    Locale.ROOT,
                    "warning    %.1f%% of the scores have an image that is on %d or more articles, such as a logo; leave them out with --exclude-repeated %d%n",
                    100.0 * of.repeated() / of.rows(),
                    many,
                    many))
        .orElse("");
  }
}
