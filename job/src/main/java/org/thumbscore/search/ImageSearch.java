package org.thumbscore.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.thumbscore.encoder.UnitVectors;
import org.thumbscore.score.ScoreColumns;
import org.thumbscore.spark.StoredImages;
import org.thumbscore.spark.functions.ThumbscoreCatalog;

/**
 * Finds the stored images that are nearest to a query. The search is exact: it computes the cosine
 * of each image.
 *
 * <pre>{@code
 * UnitVectors query = encoder.text("flooded street").orElseThrow();
 * List<Match> matches = new ImageSearch(images, 20, ImageSearch.Repeats.ONCE).find(query);
 * }</pre>
 *
 * @param top the maximum number of matches
 */
public record ImageSearch(EmbeddedImages images, int top, Repeats repeats) {
  /** At least that many rows are read at a time, of which several may have the same image. */
  private static final int LEAST_ROWS = 1_000;

  private static final int ROWS_OF_A_MATCH = 20;

  /** Whether an image that several articles have is a match for each of them. */
  public enum Repeats {
    /** An image is listed once, with the article whose id is least. */
    ONCE,
    /** Every article is listed. */
    EACH
  }

  /** Returns the nearest images in descending order of their cosine. */
  public List<Match> find(UnitVectors query) {
    if (repeats == Repeats.EACH) {
      return nearest(query, top).stream().map(ImageSearch::match).toList();
    }
    for (long limit = Math.max(LEAST_ROWS, (long) top * ROWS_OF_A_MATCH); ; limit *= 10) {
      int most = (int) Math.min(limit, Integer.MAX_VALUE - 1);
      List<Row> rows = nearest(query, most);
      List<Match> matches = distinct(rows);
      if (matches.size() == top || rows.size() < most) {
        return matches;
      }
    }
  }

  private List<Match> distinct(List<Row> rows) {
    Set<String> seen = new HashSet<>();
    List<Match> matches = new ArrayList<>();
    for (Row row : rows) {
      if (matches.size() < top && seen.add(row.getString(4))) {
        matches.add(match(row));
      }
    }
    return List.copyOf(matches);
  }

  private static Match match(Row row) {
    return new Match(
        row.getFloat(0),
        row.getString(1),
        row.getString(2),
        row.isNullAt(3) ? null : row.getFloat(3));
  }

  private List<Row> nearest(UnitVectors query, int limit) {
    Dataset<Row> rows = images.rows();
    SparkSession spark = rows.sparkSession();
    return rows.select(
            ThumbscoreCatalog.cosine(spark, functions.col(ScoreColumns.IMAGE_EMBEDDING), query)
                .as("cosine"),
            images.idText().as("id"),
            images.sourceText().as("source"),
            functions.col(ScoreColumns.SIMILARITY).cast("float").as("similarity"),
            StoredImages.key().as("image"))
        .filter("cosine is not null")
        .orderBy(
            functions.col("cosine").desc(), functions.col("image").asc(), functions.col("id").asc())
        .limit(limit)
        .collectAsList();
  }
}
