package org.thumbscore.spark;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that scoring adds, in the order of the output. */
public final class OutputColumns {
  static final String IMAGE_EMBEDDING = "image_embedding";
  static final String TEXT_EMBEDDING = "text_embedding";
  static final String IMAGE_SHA256 = "image_sha256";
  static final String TEXT_SHA256 = "text_sha256";

  private static final List<StructField> SCORE =
      List.of(
          field("similarity", DataTypes.FloatType, Nullable.YES),
          field("label", DataTypes.IntegerType, Nullable.YES),
          field("status", DataTypes.StringType, Nullable.NO),
          field("error", DataTypes.StringType, Nullable.YES),
          field("text_tokens", DataTypes.IntegerType, Nullable.YES),
          field("text_truncated", DataTypes.BooleanType, Nullable.YES),
          field("model", DataTypes.StringType, Nullable.NO),
          field("model_sha256", DataTypes.StringType, Nullable.NO),
          field("threshold", DataTypes.DoubleType, Nullable.YES),
          field("run_id", DataTypes.StringType, Nullable.NO),
          field("scored_at", DataTypes.TimestampType, Nullable.NO));
  private static final List<StructField> EMBEDDINGS =
      List.of(
          embedding(IMAGE_EMBEDDING),
          embedding(TEXT_EMBEDDING),
          field(IMAGE_SHA256, DataTypes.StringType, Nullable.YES),
          field(TEXT_SHA256, DataTypes.StringType, Nullable.YES));

  private OutputColumns() {}

  private enum Nullable {
    YES,
    NO
  }

  /** Every name that scoring may add; an input column of that name cannot be kept. */
  public static Set<String> reserved() {
    return Stream.concat(
            Stream.of("probability"),
            Stream.concat(SCORE.stream(), EMBEDDINGS.stream()).map(StructField::name))
        .collect(Collectors.toUnmodifiableSet());
  }

  static StructType after(List<StructField> carried, Embeddings embeddings) {
    Stream<StructField> added =
        embeddings == Embeddings.WRITTEN
            ? Stream.concat(SCORE.stream(), EMBEDDINGS.stream())
            : SCORE.stream();
    return new StructType(Stream.concat(carried.stream(), added).toArray(StructField[]::new));
  }

  /** Whether the embeddings are written, and the digests by which they are found again. */
  enum Embeddings {
    WRITTEN,
    DROPPED;

    static Embeddings of(ScoreSettings settings) {
      return settings.embeddings() ? WRITTEN : DROPPED;
    }
  }

  private static StructField field(String name, DataType type, Nullable nullable) {
    return DataTypes.createStructField(name, type, nullable == Nullable.YES);
  }

  private static StructField embedding(String name) {
    return field(name, DataTypes.createArrayType(DataTypes.FloatType, false), Nullable.YES);
  }
}
