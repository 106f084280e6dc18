package org.thumbscore.search;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.storage.StorageLevel;
import org.thumbscore.lake.storage.OutputFailure;
import org.thumbscore.score.ScoreColumns;
import org.thumbscore.spark.StoredImages;

/**
 * Finds images that are on several articles: the same file, or files that show nearly the same. The
 * scores are written again without their embeddings and with the cluster of each row's image.
 *
 * <pre>{@code
 * new DuplicateImages(images, 0.97, 10, 1).write("clusters");
 * }</pre>
 *
 * @param minCosine the least cosine of two images of a cluster that are connected with each other
 * @param defaultArticles the number of articles of one source from which an image is a default
 *     image
 */
public record DuplicateImages(
    EmbeddedImages images, double minCosine, int defaultArticles, long seed) {
  /** The cluster's name, the least key of its images; null for a row without an embedding. */
  public static final String CLUSTER = ScoreColumns.IMAGE_CLUSTER;

  /** The number of articles with an image of the cluster. */
  public static final String ARTICLES = "cluster_articles";

  /** The number of different images in the cluster. */
  public static final String IMAGES = "cluster_images";

  /** The number of sources of the cluster's articles. */
  public static final String SOURCES = "cluster_sources";

  /** The {@link ImageUse#word} of the cluster. */
  public static final String USE = "image_use";

  private static final List<String> ADDED = List.of(CLUSTER, ARTICLES, IMAGES, SOURCES, USE);
  private static final int LARGEST = 60;
  private static final int IMAGES_OF_A_TASK = 20_000;
  private static final String KEY = "thumbscore_image_key";

  /**
   * Writes the scores with their clusters as parquet into a new directory.
   *
   * @throws org.thumbscore.lake.storage.StorageException if they cannot be written
   */
  public RepeatedImages write(String output) {
    Dataset<Row> distinct = distinct().persist(StorageLevel.DISK_ONLY());
    try {
      NearDuplicates near = new NearDuplicates(distinct, distinct.count(), minCosine, seed);
      Dataset<Row> clusters = ConnectedImages.of(near.pairs());
      Dataset<Row> clustered = clustered(clusters);
      OutputFailure.writing(
          output, () -> clustered.write().mode(SaveMode.ErrorIfExists).parquet(output));
      Dataset<Row> written = images.table().rows().sparkSession().read().parquet(output);
      return summary(written, near);
    } finally {
      distinct.unpersist();
    }
  }

  /** Returns each image once; several vectors of an image are put after one another. */
  private Dataset<Row> distinct() {
    Column embedding = functions.col(ScoreColumns.IMAGE_EMBEDDING);
    ArrayType type =
        (ArrayType) images.rows().schema().apply(ScoreColumns.IMAGE_EMBEDDING).dataType();
    Column vector =
        type.elementType() instanceof ArrayType ? functions.flatten(embedding) : embedding;
    int tasks = images.rows().sparkSession().sparkContext().defaultParallelism();
    long rows = images.table().rows().count();
    return images
        .rows()
        .groupBy(StoredImages.key().as("key"))
        .agg(functions.min(vector).as("embedding"))
        .coalesce((int) Math.max(tasks, rows / IMAGES_OF_A_TASK));
  }

  private Dataset<Row> clustered(Dataset<Row> clusters) {
    Column embedded = functions.col(ScoreColumns.IMAGE_EMBEDDING).isNotNull();
    Dataset<Row> keyed =
        images
            .table()
            .rows()
            .drop(ADDED.toArray(String[]::new))
            .withColumn(KEY, functions.when(embedded, StoredImages.key()))
            .drop(ScoreColumns.IMAGE_EMBEDDING, ScoreColumns.TEXT_EMBEDDING);
    Dataset<Row> named = clusters.toDF(KEY, "thumbscore_cluster");
    Dataset<Row> rows =
        keyed
            .join(named, keyed.col(KEY).equalTo(named.col(KEY)), "left")
            .drop(named.col(KEY))
            .withColumn(
                CLUSTER,
                functions.coalesce(functions.col("thumbscore_cluster"), functions.col(KEY)))
            .drop("thumbscore_cluster");
    Dataset<Row> counted = counts(rows);
    return rows.drop(KEY)
        .join(counted, functions.col(CLUSTER).equalTo(functions.col("thumbscore_named")), "left")
        .drop("thumbscore_named");
  }

  /** Returns the counts of each cluster. */
  private Dataset<Row> counts(Dataset<Row> rows) {
    Dataset<Row> embedded = rows.filter(functions.col(CLUSTER).isNotNull());
    Column cluster = functions.col(CLUSTER).as("thumbscore_named");
    Dataset<Row> different = embedded.groupBy(cluster).agg(functions.countDistinct(KEY).as(IMAGES));
    return embedded
        .groupBy(cluster, images.sourceText().as("source"))
        .agg(functions.count(functions.lit(1)).as("articles"))
        .groupBy("thumbscore_named")
        .agg(
            functions.sum("articles").as(ARTICLES),
            functions.count("source").as(SOURCES),
            functions.max("articles").as("thumbscore_most"))
        .join(different, "thumbscore_named")
        .withColumn(
            USE,
            functions
                .when(
                    functions.col("thumbscore_most").geq(defaultArticles), ImageUse.DEFAULT.word())
                .when(functions.col(SOURCES).gt(1), ImageUse.SHARED.word())
                .when(functions.col(ARTICLES).gt(1), ImageUse.REPEATED.word())
                .otherwise(ImageUse.SINGLE.word()))
        .drop("thumbscore_most");
  }

  private RepeatedImages summary(Dataset<Row> written, NearDuplicates near) {
    Dataset<Row> clusters =
        written
            .filter(functions.col(CLUSTER).isNotNull())
            .groupBy(CLUSTER)
            .agg(
                functions.first(USE).as(USE),
                functions.first(ARTICLES).as(ARTICLES),
                functions.first(IMAGES).as(IMAGES),
                functions.first(SOURCES).as(SOURCES),
                functions.min(images.idText()).as("example"));
    List<Row> uses =
        clusters
            .groupBy(USE)
            .agg(functions.count(functions.lit(1)), functions.sum(ARTICLES), functions.sum(IMAGES))
            .collectAsList();
    List<RepeatedImages.Cluster> largest =
        clusters
            .filter(functions.col(ARTICLES).gt(1))
            .orderBy(functions.col(ARTICLES).desc(), functions.col(CLUSTER).asc())
            .limit(LARGEST)
            .collectAsList()
            .stream()
            .map(DuplicateImages::cluster)
            .toList();
    return new RepeatedImages(
        uses.stream().mapToLong(row -> row.getLong(2)).sum(),
        uses.stream().mapToLong(row -> row.getLong(3)).sum(),
        uses.stream().mapToLong(row -> row.getLong(1)).sum(),
        Arrays.stream(ImageUse.values()).map(use -> count(use, uses)).toList(),
        largest,
        near.plan().recall(),
        near.crowded());
  }

  private static RepeatedImages.UseCount count(ImageUse use, List<Row> uses) {
    Optional<Row> found = uses.stream().filter(row -> use.word().equals(row.get(0))).findFirst();
    return new RepeatedImages.UseCount(
        use,
        found.map(row -> row.getLong(1)).orElse(0L),
        found.map(row -> row.getLong(2)).orElse(0L));
  }

  private static RepeatedImages.Cluster cluster(Row row) {
    return new RepeatedImages.Cluster(
        row.getString(0),
        ImageUse.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getString(5));
  }
}
