package org.thumbscore.search;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.feature.BucketedRandomProjectionLSH;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.thumbscore.spark.functions.ThumbscoreCatalog;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Finds pairs of different images whose embeddings are nearly alike. Few images are all compared
 * with each other; of many, those that share a bucket of {@link SignaturePlan} are. Each pair is
 * checked with the full embeddings.
 */
final class NearDuplicates {
  private static final int SAMPLED = 4_096;
  private static final int SAMPLED_FLOATS = 4 * 1024 * 1024;
  // Longer than any projection, so that a hash says only on which side of the hyperplane it lies.
  private static final double BUCKET = 1_000;

  private static final StructType SIGNED =
      new StructType()
          .add("bucket", DataTypes.LongType)
          .add("key", DataTypes.StringType)
          .add("signature", DataTypes.createArrayType(DataTypes.LongType, false));
  private static final StructType PAIR =
      new StructType().add("a", DataTypes.StringType).add("b", DataTypes.StringType);

  private final Dataset<Row> images;
  private final double minCosine;
  private final long seed;
  private final float[] mean;
  private final SignaturePlan plan;
  private final LongAccumulator crowded;

  /**
   * @param images each image once: the columns {@code key} and {@code embedding}, an array of
   *     floats
   */
  NearDuplicates(Dataset<Row> images, long count, double minCosine, long seed) {
    this.images = images;
    this.minCosine = minCosine;
    this.seed = seed;
    List<float[]> sample = count <= SignaturePlan.FEW ? List.of() : sample(images, seed);
    this.mean = mean(sample);
    this.plan = SignaturePlan.of(count, minCosine, sample, mean);
    this.crowded = images.sparkSession().sparkContext().longAccumulator("crowded");
  }

  SignaturePlan plan() {
    return plan;
  }

  /** Returns the number of images that were not compared with all others of their buckets. */
  long crowded() {
    return crowded.value();
  }

  /** Returns pairs of keys in the columns {@code a} and {@code b}, each at least once. */
  Dataset<Row> pairs() {
    SparkSession spark = images.sparkSession();
    Dataset<Row> first = images.toDF("a", "left");
    Dataset<Row> second = images.toDF("b", "right");
    Dataset<Row> joined =
        plan.bits() == 0
            ? first.crossJoin(functions.broadcast(second)).filter("a < b")
            : candidates().distinct().join(first, "a").join(second, "b");
    Column cosine = ThumbscoreCatalog.cosine(spark, functions.col("left"), functions.col("right"));
    return joined.filter(cosine.geq((float) minCosine)).select("a", "b");
  }

  private Dataset<Row> candidates() {
    UDF1<Seq<Float>, Vector> centre = NearDuplicates.centre(mean);
    Dataset<Row> centred =
        images.select(
            functions.col("key"),
            functions
                .udf(centre, org.apache.spark.ml.linalg.SQLDataTypes.VectorType())
                .apply(functions.col("embedding"))
                .as("centred"));
    Dataset<Row> hashed =
        new BucketedRandomProjectionLSH()
            .setInputCol("centred")
            .setOutputCol("sides")
            .setNumHashTables(64 * plan.words())
            .setBucketLength(BUCKET)
            .setSeed(seed)
            .fit(centred)
            .transform(centred)
            .select("key", "sides");
    return hashed
        .mapPartitions(signatures(plan), Encoders.row(SIGNED))
        .repartition(functions.col("bucket"))
        .sortWithinPartitions("bucket", "key")
        .mapPartitions(new BucketPairs(plan, crowded), Encoders.row(PAIR));
  }

  private static UDF1<Seq<Float>, Vector> centre(float[] mean) {
    return embedding -> {
      double[] values = new double[mean.length];
      Iterator<Float> cells = CollectionConverters.asJava(embedding.iterator());
      for (int i = 0; i < values.length; i++) {
        values[i] = cells.next() - mean[i];
      }
      return Vectors.dense(values);
    };
  }

  /** Returns a row for each band of an image, with the number of its bucket. */
  private static MapPartitionsFunction<Row, Row> signatures(SignaturePlan plan) {
    return rows -> {
      Iterable<Row> each = () -> rows;
      return java.util.stream.StreamSupport.stream(each.spliterator(), false)
          .flatMap(
              row -> {
                long[] signature = signature(row.getList(1), plan.words());
                return IntStream.range(0, plan.bands())
                    .mapToObj(
                        band ->
                            RowFactory.create(
                                plan.bucket(signature, band), row.getString(0), signature));
              })
          .iterator();
    };
  }

  private static long[] signature(List<DenseVector> sides, int words) {
    long[] signature = new long[words];
    for (int bit = 0; bit < sides.size(); bit++) {
      if (sides.get(bit).apply(0) >= 0) {
        signature[bit >> 6] |= 1L << (bit & 63);
      }
    }
    return signature;
  }

  private static List<float[]> sample(Dataset<Row> images, long seed) {
    int width = images.select(functions.size(functions.col("embedding"))).head().getInt(0);
    List<float[]> sample = new ArrayList<>();
    images
        .orderBy(functions.xxhash64(functions.col("key"), functions.lit(seed)))
        .select("embedding")
        .limit(Math.min(SAMPLED, SAMPLED_FLOATS / width))
        .collectAsList()
        .forEach(row -> sample.add(floats(row.getList(0))));
    return sample;
  }

  private static float[] floats(List<Float> cells) {
    float[] values = new float[cells.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = cells.get(i);
    }
    return values;
  }

  private static float[] mean(List<float[]> sample) {
    float[] mean = new float[sample.isEmpty() ? 0 : sample.get(0).length];
    for (int i = 0; i < mean.length; i++) {
      int at = i;
      mean[i] = (float) sample.stream().mapToDouble(vector -> vector[at]).average().orElseThrow();
    }
    return mean;
  }
}
