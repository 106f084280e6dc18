package org.thumbscore.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.thumbscore.encoder.UnitVectors;
import org.thumbscore.score.Cosine;
import org.thumbscore.score.ScoreColumns;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Images of other articles, with which each article's text is compared. Immutable; it is sent to
 * executors as a whole.
 *
 * <pre>{@code
 * MismatchedImages images = MismatchedImages.sample(scores, 200, 1);
 * Dataset<Row> ranked = scores.withColumn("similarity_percentile", images.percentile());
 * }</pre>
 */
public final class MismatchedImages {
  private final List<Image> images;

  /** An image by its digest. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Image(String sha256, float[] values, int vectors) implements Serializable {
    float similarity(UnitVectors text) {
      return Cosine.best(new UnitVectors(values, vectors), text);
    }
  }

  private MismatchedImages(List<Image> images) {
    this.images = images;
  }

  /**
   * Chooses images at random. The choice depends on the images and the seed, not on the order of
   * the rows.
   *
   * @param scores rows with stored embeddings
   * @param count the maximum number of images
   */
  public static MismatchedImages sample(Dataset<Row> scores, int count, long seed) {
    Column sha256 = functions.col(ScoreColumns.IMAGE_SHA256);
    List<Image> images = new ArrayList<>();
    scores
        .filter(sha256.isNotNull().and(functions.col(ScoreColumns.IMAGE_EMBEDDING).isNotNull()))
        .groupBy(sha256.as("sha256"))
        .agg(functions.min(ScoreColumns.IMAGE_EMBEDDING).as("embedding"))
        .orderBy(
            functions.sha2(
                functions.concat_ws(":", functions.col("sha256"), functions.lit(seed)), 256))
        .limit(count)
        .collectAsList()
        .forEach(row -> images.add(image(row)));
    return new MismatchedImages(List.copyOf(images));
  }

  private static Image image(Row row) {
    UnitVectors vectors = EmbeddingColumn.vectors(row.getList(1));
    return new Image(row.getString(0), vectors.values(), vectors.count());
  }

  /** Returns the number of images. */
  public int size() {
    return images.size();
  }

  /**
   * Returns the share of the images, without that of the row, that are less similar to the text of
   * a row than its own image is; an image that is as similar counts as half. It is a double from 0
   * to 1, and null where a row has no similarity or no text embedding.
   */
  public Column percentile() {
    List<Image> others = images;
    UDF3<Seq<?>, String, Float, Double> percentile =
        (text, own, similarity) ->
            text == null || similarity == null ? null : percentile(others, text, own, similarity);
    return functions
        .udf(percentile, DataTypes.DoubleType)
        .apply(
            functions.col(ScoreColumns.TEXT_EMBEDDING),
            functions.col(ScoreColumns.IMAGE_SHA256),
            functions.col(ScoreColumns.SIMILARITY).cast("float"));
  }

  private static Double percentile(List<Image> images, Seq<?> cell, String own, float similarity) {
    UnitVectors text = EmbeddingColumn.vectors(CollectionConverters.asJava(cell));
    int compared = 0;
    double beaten = 0;
    for (Image image : images) {
      if (!image.sha256().equals(own)) {
        compared++;
        int order = Float.compare(similarity, image.similarity(text));
        beaten += order > 0 ? 1 : order == 0 ? 0.5 : 0;
      }
    }
    return compared == 0 ? null : beaten / compared;
  }
}
