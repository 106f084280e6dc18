package org.thumbscore.lake.source;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.score.ScoreColumns;
import org.thumbscore.spark.Columns;
import org.thumbscore.spark.StoredImages;

/** A table of stored scores, or any table with a numeric column {@code similarity}. */
public final class ScoreTable {
  private static final String IMAGE = "thumbscore_image";
  private static final String KEYED = "thumbscore_image_of_row";

  private final String location;
  private final Dataset<Row> rows;

  private ScoreTable(String location, Dataset<Row> rows) {
    this.location = location;
    this.rows = rows;
  }

  /**
   * Opens a table and checks its schema.
   *
   * @throws InputException if there is no table, or it has no numeric column {@code similarity}
   */
  public static ScoreTable open(SparkSession spark, InputLocation input) {
    Dataset<Row> rows = ArticleSource.open(spark, input).rows();
    ScoreTable table = new ScoreTable(input.location(), rows);
    StructField similarity =
        table.require(ScoreColumns.SIMILARITY, "the cosine of each row", "--input");
    if (!(similarity.dataType() instanceof NumericType)) {
      throw new InputException(
          "Wrong type of column 'similarity' in input %s: found %s, expected float or double"
              .formatted(input.location(), similarity.dataType().simpleString()));
    }
    return table;
  }

  /** Returns the location as given by the user. */
  public String location() {
    return location;
  }

  /** Returns the rows with all columns. */
  public Dataset<Row> rows() {
    return rows;
  }

  /** Returns the similarity as a double that is null if there is none. */
  public Column similarity() {
    return functions.col(ScoreColumns.SIMILARITY).cast("double");
  }

  /**
   * Returns a column of labels with the values 0 and 1.
   *
   * @throws InputException if the column is missing or holds neither numbers nor booleans
   */
  public Column label(String name) {
    StructField field = require(name, "0 or 1", "--label-column");
    if (!(field.dataType() instanceof NumericType || field.dataType() instanceof BooleanType)) {
      throw new InputException(
          "Wrong type of label column '%s' in input %s: found %s, expected a number or boolean"
              .formatted(name, location, field.dataType().simpleString()));
    }
    return Columns.named(name).cast("double");
  }

  /**
   * Returns the given column.
   *
   * @param option the option that names the column, for the error message
   * @throws InputException if the column is missing
   */
  public Column column(String name, String option) {
    require(name, "any type", option);
    return Columns.named(name);
  }

  /** Returns whether the table has the given column. */
  public boolean has(String name) {
    return field(name).isPresent();
  }

  /**
   * Returns what tells the image of a row from others: its cluster, if there is one, else its
   * digest. Empty if the table has neither.
   */
  private Optional<Column> image() {
    if (has(ScoreColumns.IMAGE_CLUSTER)) {
      return Optional.of(functions.col(ScoreColumns.IMAGE_CLUSTER));
    }
    if (!has(ScoreColumns.IMAGE_SHA256)) {
      return Optional.empty();
    }
    return Optional.of(
        has(ScoreColumns.IMAGE_EMBEDDING)
            ? StoredImages.key()
            : functions.col(ScoreColumns.IMAGE_SHA256));
  }

  /**
   * The number of rows with a similarity, and how many of them have an image that many articles
   * have.
   */
  public record Repeated(long rows, long repeated) {}

  /**
   * Counts the rows whose image at least a number of articles have, or returns empty if the table
   * does not tell images apart.
   */
  public Optional<Repeated> repeated(int articles) {
    return image()
        .map(
            image -> {
              Column count = functions.col("count");
              Row sums =
                  rows.filter(similarity().isNotNull())
                      .groupBy(image.as(IMAGE))
                      .count()
                      .agg(
                          functions.sum(count),
                          functions.sum(
                              functions.when(
                                  functions.col(IMAGE).isNotNull().and(count.geq(articles)),
                                  count)))
                      .head();
              return new Repeated(
                  sums.isNullAt(0) ? 0 : sums.getLong(0), sums.isNullAt(1) ? 0 : sums.getLong(1));
            });
  }

  /**
   * Returns this table without the rows whose image at least a number of articles have, counting
   * those with a similarity.
   *
   * @throws InputException if the table does not tell images apart
   */
  public ScoreTable withoutRepeated(int articles) {
    Column image =
        image()
            .orElseThrow(
                () ->
                    new InputException(
                        "Cannot leave out repeated images of %s: it has no column '%s' or '%s'. Score with --embeddings, or give the output of 'duplicates'"
                            .formatted(
                                location, ScoreColumns.IMAGE_SHA256, ScoreColumns.IMAGE_CLUSTER)));
    Dataset<Row> repeated =
        rows.filter(similarity().isNotNull())
            .groupBy(image.as(IMAGE))
            .count()
            .filter(functions.col("count").geq(articles))
            .select(IMAGE);
    Dataset<Row> keyed = rows.withColumn(KEYED, image);
    return new ScoreTable(
        location,
        keyed
            .join(repeated, keyed.col(KEYED).equalTo(repeated.col(IMAGE)), "left_anti")
            .drop(KEYED));
  }

  private Optional<StructField> field(String name) {
    return Arrays.stream(rows.schema().fields())
        .filter(field -> field.name().equals(name))
        .findFirst();
  }

  private StructField require(String name, String expected, String option) {
    return field(name)
        .orElseThrow(
            () ->
                new InputException(
                    "Missing column '%s' (%s) in input %s; found: %s. Check %s"
                        .formatted(name, expected, location, names(), option)));
  }

  private String names() {
    return String.join(", ", rows.columns());
  }

  /** Returns up to 10 distinct values of a column, or none if the column is missing. */
  public List<String> distinct(String name) {
    if (!has(name)) {
      return List.of();
    }
    return rows
        .select(Columns.named(name).cast("string"))
        .na()
        .drop()
        .distinct()
        .limit(10)
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }
}
