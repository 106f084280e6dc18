package org.thumbscore.search;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.thumbscore.lake.source.ColumnFinder;
import org.thumbscore.lake.source.ScoreTable;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.score.ScoreColumns;
import org.thumbscore.spark.Columns;

/**
 * Stored scores whose images have embeddings of a single model.
 *
 * @param id the name of the id column
 * @param source the name of the source column; empty if there is none
 */
public record EmbeddedImages(ScoreTable table, String id, Optional<String> source) {
  private static final int LONGEST = 4_000;

  /**
   * Checks a table of scores.
   *
   * @param id the id column; by default the first column that scoring does not write
   * @param source the source column; by default one with a usual name
   * @throws InputException if the table has no embeddings or those of several models, or a named
   *     column is missing
   */
  public static EmbeddedImages of(ScoreTable table, Optional<String> id, Optional<String> source) {
    for (String column : List.of(ScoreColumns.IMAGE_EMBEDDING, ScoreColumns.IMAGE_SHA256)) {
      if (!table.has(column)) {
        throw new InputException(
            "Cannot compare images of %s: it has no column '%s'. Score with --embeddings"
                .formatted(table.location(), column));
      }
    }
    if (table.distinct(ScoreColumns.MODEL_SHA256).size() > 1) {
      throw new InputException(
          "Cannot compare images of %s: it holds embeddings of several models, which cannot be compared"
              .formatted(table.location()));
    }
    ColumnFinder finder = new ColumnFinder(table.location(), table.rows());
    return new EmbeddedImages(table, finder.id(id), finder.source(source));
  }

  /**
   * Checks that the embeddings are those of a model.
   *
   * @param sha256 the digest of the model bundle
   * @throws InputException if the table says that another model computed them
   */
  public void requireModel(String sha256, String model) {
    for (String stored : table.distinct(ScoreColumns.MODEL_SHA256)) {
      if (!stored.equals(sha256)) {
        throw new InputException(
            "Cannot compare images of %s with model %s: the embeddings are those of model %.12s, this is %.12s. Give the model that scored them to --model"
                .formatted(table.location(), model, stored, sha256));
      }
    }
  }

  /** Returns the rows with an embedding, and all of their columns. */
  Dataset<Row> rows() {
    return table.rows().filter(functions.col(ScoreColumns.IMAGE_EMBEDDING).isNotNull());
  }

  /** Returns the id as a string of bounded length. */
  Column idText() {
    return functions.substring(Columns.named(id).cast("string"), 1, LONGEST);
  }

  /** Returns the source as a string of bounded length, or null if there is no source column. */
  Column sourceText() {
    return source
        .map(name -> functions.substring(Columns.named(name).cast("string"), 1, LONGEST))
        .orElse(functions.lit(null).cast("string"));
  }
}
