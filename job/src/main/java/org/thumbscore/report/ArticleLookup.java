package org.thumbscore.report;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;
import org.thumbscore.lake.source.ArticleSource;
import org.thumbscore.lake.source.ColumnFinder;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.spark.Columns;

/**
 * Looks up the headlines and images of a few articles.
 *
 * @param key the id as a string
 * @param image the encoded image, binary
 */
record ArticleLookup(Dataset<Row> articles, Column key, Column title, Column image) {
  private static final List<String> IMAGES = List.of("thumbnail", "image");
  private static final int LONGEST_TITLE = 2_000;

  /**
   * The headline and image of an article.
   *
   * @param image the image; empty if there is none or it cannot be decoded
   */
  record Found(String headline, Optional<ArticleImage> image) {}

  /** A small JPEG as a data URI. */
  record ArticleImage(String uri, int width, int height) {}

  /**
   * Creates a lookup after resolving its columns.
   *
   * @param id the name of the id column
   * @throws InputException if the id column or a column named by the user is missing or of the
   *     wrong type
   */
  static ArticleLookup of(ColumnFinder articles, ReportRequest.Columns columns, String id) {
    return new ArticleLookup(
        articles.table(),
        key(articles, id),
        title(articles, columns.title()),
        image(articles, columns.image())
            .map(Columns::named)
            .orElse(functions.lit(null).cast("binary")));
  }

  /**
   * Opens the articles, or else takes the scores, which may include headlines.
   *
   * @throws InputException as {@link #of}
   */
  static ArticleLookup open(
      SparkSession spark,
      Optional<InputLocation> articles,
      ColumnFinder scores,
      ReportRequest.Columns columns,
      String id) {
    ColumnFinder finder =
        articles
            .map(at -> new ColumnFinder(at.location(), ArticleSource.open(spark, at).rows()))
            .orElse(scores);
    return of(finder, columns, id);
  }

  /**
   * Reads the articles with the given ids. If an id occurs several times, an arbitrary article is
   * returned for it.
   */
  Map<String, Found> read(List<String> ids) {
    Map<String, Found> found = new HashMap<>();
    if (ids.isEmpty()) {
      return found;
    }
    Column any = functions.first(functions.struct(title.as("title"), image.as("image")));
    Dataset<Row> few =
        articles
            .filter(key.isin(ids.toArray()))
            .groupBy(key.as("key"))
            .agg(any.as("any"))
            .select(
                functions.col("key"),
                functions.col("any.title"),
                ImageColumn.shrink(functions.col("any.image")));
    for (Row row : few.collectAsList()) {
      found.put(row.getString(0), found(row));
    }
    return found;
  }

  private static Found found(Row row) {
    return new Found(
        Headline.of(row.getString(1)),
        Optional.ofNullable(row.getStruct(2)).map(ArticleLookup::image));
  }

  private static Column key(ColumnFinder articles, String id) {
    String found = articles.find(Optional.of(id), "--id-column", List.of()).orElseThrow();
    return Columns.named(found).cast("string");
  }

  /**
   * Returns the headline: the named column, or the first non-blank value of the default columns.
   */
  private static Column title(ColumnFinder articles, Optional<String> named) {
    List<Column> titles = new ArrayList<>();
    articles.titles(named).forEach(name -> titles.add(text(name)));
    titles.add(functions.lit(""));
    return functions.coalesce(titles.toArray(Column[]::new));
  }

  private static Column text(String name) {
    Column text = functions.substring(Columns.named(name).cast("string"), 1, LONGEST_TITLE);
    return functions.when(functions.trim(text).notEqual(""), text);
  }

  private static Optional<String> image(ColumnFinder articles, Optional<String> named) {
    Optional<String> image = articles.find(named, "--image-column", IMAGES);
    if (named.isPresent() && !(articles.type(named.get()) instanceof BinaryType)) {
      throw articles.wrongType(named.get(), "binary; check --image-column");
    }
    return image.filter(name -> articles.type(name) instanceof BinaryType);
  }

  private static ArticleImage image(Row small) {
    String base64 = Base64.getEncoder().encodeToString(small.getAs(0));
    return new ArticleImage("data:image/jpeg;base64," + base64, small.getInt(1), small.getInt(2));
  }
}
