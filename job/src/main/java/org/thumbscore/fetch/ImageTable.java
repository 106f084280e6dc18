package org.thumbscore.fetch;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.thumbscore.spark.Columns;

/**
 * The articles and their URLs, from which the URLs to fetch and the output rows are derived.
 *
 * @param articles the articles with all columns of the input
 */
public record ImageTable(SparkSession spark, Dataset<Row> articles, FetchColumns columns) {
  private static final UserDefinedFunction KEY =
      functions.udf((UDF1<String, String>) UrlKey::of, DataTypes.StringType);
  private static final UserDefinedFunction HOST =
      functions.udf((UDF1<String, String>) UrlKey::host, DataTypes.StringType);
  private static final UserDefinedFunction SHOWN =
      functions.udf((UDF1<String, String>) UrlKey::withoutCredentials, DataTypes.StringType);

  /** Controls which URLs of the ledger are requested again. */
  public enum Again {
    NONE,
    /** Requests URLs again whose failure may have been temporary. */
    TEMPORARY_FAILURES
  }

  /**
   * Returns each distinct URL without a final result in the ledger, with the columns {@code key},
   * {@code url} and {@code host}.
   *
   * @param tasks the number of partitions; all URLs of a host are in the same one
   */
  Dataset<Row> toFetch(ImageLedger ledger, Again again, int tasks) {
    Dataset<Row> settled = ledger.latest(spark);
    Dataset<Row> decided =
        again == Again.NONE ? settled : settled.filter(functions.not(functions.col("temporary")));
    Dataset<Row> urls =
        articles
            .select(KEY.apply(url()).as("key"), url().as("url"))
            .filter(functions.col("key").isNotNull())
            .dropDuplicates("key");
    return urls.join(
            decided.select("key"), urls.col("key").equalTo(decided.col("key")), "left_anti")
        .select(
            functions.col("key"), functions.col("url"), HOST.apply(functions.col("url")).as("host"))
        .repartition(tasks, functions.col("host"))
        // Keys are digests, so sorting by key interleaves the hosts.
        .sortWithinPartitions("key");
  }

  /** Returns one row for each article with the columns of the output. */
  public Dataset<Row> withImages(ImageLedger ledger) {
    Dataset<Row> entries = ledger.latest(spark).withColumnRenamed("key", "entry_key");
    Dataset<Row> images = ledger.images(spark).withColumnRenamed("sha256", "picture_sha256");
    List<Column> carried = new ArrayList<>();
    columns.kept().forEach((name, as) -> carried.add(Columns.named(name).as(as)));
    List<Column> keyed =
        new ArrayList<>(
            List.of(
                functions.struct(carried.toArray(Column[]::new)).as("article"),
                SHOWN.apply(url()).as("shown_url"),
                // Without a distinct value, all rows without a URL would be joined in one task.
                functions.coalesce(KEY.apply(url()), nobody()).as("url_key")));
    return articles
        .select(keyed.toArray(Column[]::new))
        .join(entries, functions.col("url_key").equalTo(functions.col("entry_key")), "left")
        .withColumn("picture_key", functions.coalesce(functions.col("sha256"), nobody()))
        .join(images, functions.col("picture_key").equalTo(functions.col("picture_sha256")), "left")
        .select(output());
  }

  private static Column nobody() {
    return functions.concat(functions.lit("-"), functions.rand().cast("string"));
  }

  private static Column[] output() {
    return new Column[] {
      functions.col("article.*"),
      functions.col("picture").as("thumbnail"),
      functions.col("sha256").as("thumbnail_sha256"),
      functions.col("shown_url").as("url"),
      functions.col("final_url"),
      functions.col("content_type"),
      functions.col("http_status"),
      functions
          .coalesce(functions.col("status"), functions.lit(FetchStatus.URL_MISSING.name()))
          .as("fetch_status"),
      functions.col("error").as("fetch_error"),
      functions.col("fetched_at")
    };
  }

  private Column url() {
    return Columns.named(columns.url());
  }
}
