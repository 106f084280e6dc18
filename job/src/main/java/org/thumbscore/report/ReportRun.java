package org.thumbscore.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.thumbscore.lake.source.ColumnFinder;
import org.thumbscore.lake.source.ScoreTable;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.StorageException;
import org.thumbscore.quality.ScoreHistogram;
import org.thumbscore.score.ScoreColumns;

/**
 * Writes the report of a table of scores. All collected data is bounded, so the size of the page
 * does not depend on the number of rows.
 */
public record ReportRun(SparkSession spark, ReportRequest request) {
  private static final int MOST_ROWS = 200;
  private static final int MOST_COLUMNS = 40;

  /**
   * Computes the report and writes it.
   *
   * @param output the local path or Hadoop URI of an HTML file, which is replaced
   * @return the length of the file in bytes
   * @throws InputException if a table or column is missing
   * @throws StorageException if the file cannot be written
   */
  public long write(String output) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    PageWriter writer = new PageWriter(hadoop);
    writer.requireFile(output);
    ScoreTable table = ScoreTable.open(spark, request.scores());
    table.column(ScoreColumns.STATUS, "--input");
    Parts parts = parts(table, new SideFiles(hadoop));
    return writer.write(parts.page(request.title()), parts.charts(), output);
  }

  private Parts parts(ScoreTable table, SideFiles files) {
    ColumnFinder finder = new ColumnFinder(table.location(), table.rows());
    String id = finder.id(request.columns().id());
    PlainScores scores = PlainScores.of(finder, request.columns(), id);
    ArticleLookup articles =
        ArticleLookup.open(spark, request.articles(), finder, request.columns(), id);
    Optional<JsonNode> evaluation = request.evaluation().map(files::evaluation);
    OptionalDouble threshold = threshold(table);
    RunFacts facts = new RunFacts(files.lastRun(table.location()), table.rows());
    return new Parts(
        StatusTable.of(scores),
        Histogram.of(ScoreHistogram.of(scores.rows(), functions.col(ScoreColumns.SIMILARITY))),
        threshold,
        scores.source().map(name -> SourceBoxes.of(scores)).filter(of -> !of.boxes().isEmpty()),
        scores.date().map(name -> Trend.of(scores)).filter(trend -> !trend.points().isEmpty()),
        sheets(scores, articles, threshold),
        evaluation,
        facts.ofRun(),
        facts.ofModel());
  }

  private static OptionalDouble threshold(ScoreTable table) {
    List<String> thresholds = table.distinct(ScoreColumns.THRESHOLD);
    try {
      double only = thresholds.size() == 1 ? Double.parseDouble(thresholds.get(0)) : Double.NaN;
      return Double.isFinite(only) ? OptionalDouble.of(only) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      // The table has a column of this name that scoring did not write.
      return OptionalDouble.empty();
    }
  }

  private List<Page.Sheet> sheets(
      PlainScores scores, ArticleLookup articles, OptionalDouble threshold) {
    ContactSheet sheet = ContactSheet.of(scores, threshold, request.images());
    Cards cards = Cards.of(articles, sheet.ids(), request.articles().isPresent());
    List<Page.Sheet> sheets = new ArrayList<>();
    for (ContactSheet.Choice choice : sheet.choices()) {
      if (!choice.picks().isEmpty()) {
        List<Page.Card> made = choice.picks().stream().map(pick -> card(cards, pick)).toList();
        sheets.add(new Page.Sheet(choice.heading(), choice.note(), made));
      }
    }
    return sheets;
  }

  private static Page.Card card(Cards cards, ContactSheet.Pick pick) {
    String label = pick.label() == null ? "" : "label " + pick.label();
    return cards.card(pick.id(), Numbers.score(pick.similarity()), label, pick.source());
  }

  /** The results that the page is built from. */
  private record Parts(
      StatusTable statuses,
      Histogram histogram,
      OptionalDouble threshold,
      Optional<SourceBoxes> sources,
      Optional<Trend> trend,
      List<Page.Sheet> sheets,
      Optional<JsonNode> evaluation,
      List<Page.Fact> facts,
      List<Page.Fact> card) {

    ChartData charts() {
      return new ChartData(
          threshold.isPresent() ? threshold.getAsDouble() : null,
          statuses.bars(),
          histogram.bars(),
          sources.map(SourceBoxes::charted).orElse(List.of()),
          trend.map(Trend::points).orElse(List.of()),
          trend.map(Trend::heading).orElse(""));
    }

    Page page(String title) {
      return new Page(
          Headline.of(title),
          Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
          tiles(),
          facts,
          statuses.table(),
          histogram.table(),
          threshold.isPresent()
              ? String.format(Locale.ROOT, "Label 1 above %.4f.", threshold.getAsDouble())
              : "No single threshold: these rows are not labelled, or by several.",
          !histogram.bars().isEmpty(),
          sources.isPresent(),
          sources.map(SourceBoxes::table).orElse(List.of()),
          sources.map(SourceBoxes::note).orElse(""),
          trend.isPresent(),
          trend.map(Trend::heading).orElse(""),
          trend.map(Trend::table).orElse(List.of()),
          sheets,
          evaluation.isPresent(),
          evaluation.map(table -> words(table.path("columns"))).orElse(List.of()),
          evaluation.map(Parts::rows).orElse(List.of()),
          card);
    }

    private List<Page.Tile> tiles() {
      long rows = statuses.rows();
      List<Page.Tile> tiles = new ArrayList<>();
      tiles.add(new Page.Tile(Numbers.count(rows), rows == 1 ? "article" : "articles"));
      tiles.add(
          new Page.Tile(
              Numbers.percent(statuses.scored() / (double) Math.max(1, rows)), "have a score"));
      threshold.ifPresent(
          value -> tiles.add(new Page.Tile(Numbers.score(value), "threshold on the cosine")));
      return tiles;
    }

    private static List<String> words(JsonNode array) {
      return StreamSupport.stream(array.spliterator(), false)
          .limit(MOST_COLUMNS)
          .map(cell -> Headline.of(cell.asText()))
          .toList();
    }

    private static List<List<String>> rows(JsonNode table) {
      return StreamSupport.stream(table.path("rows").spliterator(), false)
          .limit(MOST_ROWS)
          .map(Parts::words)
          .toList();
    }
  }
}
