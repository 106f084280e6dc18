package org.thumbscore.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.thumbscore.lake.ArticleSource;
import org.thumbscore.lake.InputException;
import org.thumbscore.lake.ScoreTable;
import org.thumbscore.lake.StorageException;
import org.thumbscore.quality.ScoreHistogram;

/**
 * Makes a page of a table of scores. Everything that is collected is bounded: the page is as small
 * for a billion rows as for a hundred.
 *
 * @param scratch directory for native libraries
 */
public record ReportRun(SparkSession spark, ReportRequest request, java.nio.file.Path scratch) {
  private static final List<String> SOURCES = List.of("source", "section", "publisher");
  private static final List<String> DATES =
      List.of("date", "published_date", "published", "day", "published_utc", "collection_utc");

  /**
   * Reads, counts and writes.
   *
   * @param output local path or Hadoop URI of an HTML file; replaced as a whole
   * @return its length in bytes
   * @throws InputException if a table or column is not there
   * @throws StorageException if the file cannot be written
   */
  public long write(String output) {
    ScoreTable table = ScoreTable.open(spark, request.scores());
    table.column("status", "--input");
    Dataset<Row> scores = withLabel(table);
    ColumnFinder finder = new ColumnFinder(request.scores().location(), scores);
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Parts parts = parts(table, scores, finder, new SideFiles(hadoop));
    return new PageWriter(hadoop).write(parts.page(request.title()), parts.charts(), output);
  }

  private static Dataset<Row> withLabel(ScoreTable table) {
    return table.has("label")
        ? table.rows()
        : table.rows().withColumn("label", functions.lit(null).cast("int"));
  }

  private Parts parts(ScoreTable table, Dataset<Row> scores, ColumnFinder finder, SideFiles files) {
    ReportRequest.Columns columns = request.columns();
    String id = finder.id(columns.id());
    Optional<String> source = finder.find(columns.source(), "--source-column", SOURCES);
    Optional<String> date = finder.find(columns.date(), "--date-column", DATES);
    OptionalDouble threshold = threshold(table);
    RunFacts facts = new RunFacts(files.lastRun(request.scores().location()), scores);
    Optional<JsonNode> evaluation = request.evaluation().map(files::evaluation);
    return new Parts(
        StatusCounts.of(scores, id),
        Histogram.of(ScoreHistogram.of(scores, table.similarity())),
        threshold,
        source.map(name -> SourceBoxes.of(scores, name)),
        date.map(name -> Trend.of(scores, name)).filter(trend -> !trend.points().isEmpty()),
        sheets(scores, id, source, threshold),
        evaluation,
        facts.ofRun(),
        facts.ofModel());
  }

  private static OptionalDouble threshold(ScoreTable table) {
    List<String> thresholds = table.distinct("threshold");
    return thresholds.size() == 1
        ? OptionalDouble.of(Double.parseDouble(thresholds.get(0)))
        : OptionalDouble.empty();
  }

  private List<Page.Sheet> sheets(
      Dataset<Row> scores, String id, Optional<String> source, OptionalDouble threshold) {
    Column from = source.map(ColumnFinder::column).orElse(functions.lit(""));
    ContactSheet sheet = ContactSheet.of(scores, id, from, threshold, request.pictures());
    Map<String, ArticleLookup.Found> found = lookUp(scores, id, sheet);
    List<Page.Sheet> sheets = new ArrayList<>();
    for (ContactSheet.Choice choice : sheet.choices()) {
      List<Page.Card> cards = choice.picks().stream().map(pick -> card(pick, found)).toList();
      if (!cards.isEmpty()) {
        sheets.add(new Page.Sheet(choice.heading(), choice.note(), cards));
      }
    }
    return sheets;
  }

  /** Headlines may have been kept beside the scores; pictures are with the articles. */
  private Map<String, ArticleLookup.Found> lookUp(
      Dataset<Row> scores, String id, ContactSheet sheet) {
    ColumnFinder where =
        request
            .articles()
            .map(
                articles ->
                    new ColumnFinder(
                        articles.location(), ArticleSource.open(spark, articles).rows()))
            .orElseGet(() -> new ColumnFinder(request.scores().location(), scores));
    return ArticleLookup.read(where, request.columns(), id, sheet.ids(), scratch);
  }

  private Page.Card card(ContactSheet.Pick pick, Map<String, ArticleLookup.Found> found) {
    Optional<ArticleLookup.Found> article = Optional.ofNullable(found.get(pick.id()));
    Optional<ArticleLookup.Picture> picture = article.flatMap(ArticleLookup.Found::picture);
    String headline =
        article
            .map(ArticleLookup.Found::headline)
            .filter(h -> !h.isEmpty())
            .orElse("(no headline)");
    String label = pick.label() == null ? "" : "label " + pick.label();
    return new Page.Card(
        headline,
        Numbers.score(pick.similarity()),
        label,
        pick.source(),
        Headline.of(pick.id()),
        picture.isPresent(),
        picture.map(ArticleLookup.Picture::uri).orElse(""),
        picture.map(ArticleLookup.Picture::width).orElse(0),
        picture.map(ArticleLookup.Picture::height).orElse(0),
        request.articles().isPresent() ? "no picture found" : "picture not loaded");
  }

  /** What has been counted, before it becomes text. */
  private record Parts(
      StatusCounts statuses,
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
              ? "Label 1 above %.4f.".formatted(threshold.getAsDouble())
              : "No single threshold: these rows are not labelled, or by several.",
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
          .map(cell -> Headline.of(cell.asText()))
          .toList();
    }

    private static List<List<String>> rows(JsonNode table) {
      return StreamSupport.stream(table.path("rows").spliterator(), false)
          .limit(200)
          .map(Parts::words)
          .toList();
    }
  }
}
