package org.thumbscore.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.thumbscore.encoder.UnitVectors;
import org.thumbscore.score.Cosine;
import org.thumbscore.score.ScoreColumns;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * Images of other articles, with which each article's text is compared. Immutable; the images are
 * broadcast to executors, until {@link #close}.
 *
 * <pre>{@code
 * try (MismatchedImages images = MismatchedImages.sample(scores, 200, 1)) {
 *   scores.withColumn("similarity_percentile", images.percentile()).write().parquet(path);
 * }
 * }</pre>
 */
public final class MismatchedImages implements AutoCloseable {
  /** The images that each article's are drawn from take up at most 64 MiB. */
  private static final int MOST_FLOATS = 16 * 1024 * 1024;

  private static final int POOL = 4096;

  private final Broadcast<Pool> pool;
  private final int each;
  private final long seed;

  /** An image, whose key tells it from others. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Image(String key, float[] values, int vectors) implements Serializable {
    float similarity(UnitVectors text) {
      return Cosine.best(new UnitVectors(values, vectors), text);
    }
  }

  /** Images, and their positions by key. */
  private record Pool(List<Image> images, Map<String, Integer> positions) implements Serializable {
    static Pool of(List<Image> images) {
      Map<String, Integer> positions = new HashMap<>();
      images.forEach(image -> positions.put(image.key(), positions.size()));
      return new Pool(images, positions);
    }

    /** Returns the share of some of the other images that are less similar, or null without any. */
    Double percentile(UnitVectors text, String own, float similarity, int each, long seed) {
      int position = positions.getOrDefault(own, images.size());
      int others = images.size() - (position < images.size() ? 1 : 0);
      double beaten = 0;
      BitSet drawn = draw(others, each, seed);
      for (int i = drawn.nextSetBit(0); i >= 0; i = drawn.nextSetBit(i + 1)) {
        Image image = images.get(i < position ? i : i + 1);
        int order = Float.compare(similarity, image.similarity(text));
        beaten += order > 0 ? 1 : order == 0 ? 0.5 : 0;
      }
      return drawn.isEmpty() ? null : beaten / drawn.cardinality();
    }
  }

  private MismatchedImages(Broadcast<Pool> pool, int each, long seed) {
    this.pool = pool;
    this.each = each;
    this.seed = seed;
  }

  /**
   * Chooses up to 4,096 images at random, from which those of each article are drawn. The choice
   * depends on the images and the seed, not on the order of the rows.
   *
   * @param scores rows with stored embeddings
   * @param each the maximum number of images that an article is compared with
   */
  public static MismatchedImages sample(Dataset<Row> scores, int each, long seed) {
    Dataset<Row> embedded = scores.filter(functions.col(ScoreColumns.IMAGE_EMBEDDING).isNotNull());
    List<Image> images = new ArrayList<>();
    embedded
        .groupBy(StoredImages.key().as("key"))
        .agg(functions.min(ScoreColumns.IMAGE_EMBEDDING).as("embedding"))
        .orderBy(
            functions.sha2(
                functions.concat_ws(":", functions.col("key"), functions.lit(seed)), 256))
        .limit(size(embedded, each))
        .collectAsList()
        .forEach(row -> images.add(image(row)));
    SparkSession spark = scores.sparkSession();
    Pool pool = Pool.of(List.copyOf(images));
    return new MismatchedImages(
        spark.sparkContext().broadcast(pool, ClassTag$.MODULE$.apply(Pool.class)), each, seed);
  }

  /** Returns the number of images that are kept, which are fewer where each has many vectors. */
  private static int size(Dataset<Row> embedded, int each) {
    List<Row> first = embedded.select(ScoreColumns.IMAGE_EMBEDDING).limit(1).collectAsList();
    if (first.isEmpty()) {
      return 1;
    }
    int floats = EmbeddingColumn.vectors(first.get(0).getList(0)).values().length;
    return Math.max(each + 1, Math.min(POOL, MOST_FLOATS / floats));
  }

  private static Image image(Row row) {
    UnitVectors vectors = EmbeddingColumn.vectors(row.getList(1));
    return new Image(row.getString(0), vectors.values(), vectors.count());
  }

  /** Returns the number of images that those of each article are drawn from. */
  public int size() {
    return pool.value().images().size();
  }

  /**
   * Returns the share of the images drawn for a row that are less similar to its text than its own
   * image is; an image that is as similar counts as half. Which images are drawn depends on the
   * row's text, its image and the seed. The column is a double from 0 to 1, and null where a row
   * has no similarity or no text embedding.
   */
  public Column percentile() {
    Broadcast<Pool> shared = pool;
    int count = each;
    UDF4<Seq<?>, String, Float, Long, Double> percentile =
        (text, own, similarity, rowSeed) ->
            text == null || similarity == null
                ? null
                : shared
                    .value()
                    .percentile(
                        EmbeddingColumn.vectors(CollectionConverters.asJava(text)),
                        own,
                        similarity,
                        count,
                        rowSeed);
    Column text = functions.col(ScoreColumns.TEXT_EMBEDDING);
    return functions
        .udf(percentile, DataTypes.DoubleType)
        .apply(
            text,
            StoredImages.key(),
            functions.col(ScoreColumns.SIMILARITY).cast("float"),
            functions.xxhash64(text, StoredImages.key(), functions.lit(seed)));
  }

  /** Draws up to {@code count} different numbers below {@code bound} (Floyd's algorithm). */
  private static BitSet draw(int bound, int count, long seed) {
    BitSet drawn = new BitSet(bound);
    if (bound <= count) {
      drawn.set(0, bound);
      return drawn;
    }
    SplittableRandom random = new SplittableRandom(seed);
    for (int top = bound - count; top < bound; top++) {
      int number = random.nextInt(top + 1);
      drawn.set(drawn.get(number) ? top : number);
    }
    return drawn;
  }

  /** Removes the images from executors. */
  @Override
  public void close() {
    pool.destroy();
  }
}
