package org.thumbscore.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.encoder.EncoderOutput;
import org.thumbscore.encoder.ExtraColumn;
import org.thumbscore.score.ScoreColumns;

/** The columns that scoring adds, in the order of the output. */
public final class OutputColumns {

  private static final List<StructField> SCORE =
      List.of(
          field(ScoreColumns.SIMILARITY, DataTypes.FloatType, Nullable.YES),
          field(ScoreColumns.LABEL, DataTypes.IntegerType, Nullable.YES),
          field(ScoreColumns.STATUS, DataTypes.StringType, Nullable.NO),
          field(ScoreColumns.ERROR, DataTypes.StringType, Nullable.YES),
          field(ScoreColumns.TEXT_TOKENS, DataTypes.IntegerType, Nullable.YES),
          field(ScoreColumns.TEXT_TRUNCATED, DataTypes.BooleanType, Nullable.YES),
          field(ScoreColumns.MODEL, DataTypes.StringType, Nullable.NO),
          field(ScoreColumns.MODEL_SHA256, DataTypes.StringType, Nullable.NO),
          field(ScoreColumns.THRESHOLD, DataTypes.DoubleType, Nullable.YES),
          field(ScoreColumns.RUN_ID, DataTypes.StringType, Nullable.NO),
          field(ScoreColumns.SCORED_AT, DataTypes.TimestampType, Nullable.NO));

  private OutputColumns() {}

  private enum Nullable {
    YES,
    NO
  }

  /**
   * Returns all names that scoring may add for any model, except the model's extra columns. An
   * input column with such a name cannot be kept.
   */
  public static Set<String> reserved() {
    return Stream.of(
            Stream.of(ScoreColumns.PROBABILITY),
            SCORE.stream().map(StructField::name),
            embeddings(EncoderOutput.single(1)).stream().map(StructField::name))
        .flatMap(names -> names)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns all names that scoring may add for a model, including its extra columns. */
  public static Set<String> reserved(EncoderOutput output) {
    return Stream.concat(reserved().stream(), output.extraColumns().stream().map(ExtraColumn::name))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the names of the columns that follow the carried ones for every model. */
  static List<String> names() {
    return SCORE.stream().map(StructField::name).toList();
  }

  static StructType after(List<StructField> carried, ScoreSettings settings) {
    EncoderOutput output = settings.source().output();
    List<StructField> fields = new ArrayList<>(carried);
    fields.addAll(SCORE);
    fields.addAll(EmbeddingColumn.extras(output));
    if (settings.lineage().embeddings()) {
      fields.addAll(embeddings(output));
    }
    return new StructType(fields.toArray(StructField[]::new));
  }

  static boolean isEmbedding(String name) {
    return embeddings(EncoderOutput.single(1)).stream().anyMatch(f -> f.name().equals(name));
  }

  /** Returns the columns of the embeddings and of the digests by which they are looked up. */
  static List<StructField> embeddings(EncoderOutput output) {
    return List.of(
        field(
            ScoreColumns.IMAGE_EMBEDDING,
            EmbeddingColumn.type(output.imageVectors()),
            Nullable.YES),
        field(ScoreColumns.TEXT_EMBEDDING, EmbeddingColumn.type(1), Nullable.YES),
        field(ScoreColumns.IMAGE_SHA256, DataTypes.StringType, Nullable.YES),
        field(ScoreColumns.TEXT_SHA256, DataTypes.StringType, Nullable.YES));
  }

  private static StructField field(String name, DataType type, Nullable nullable) {
    return DataTypes.createStructField(name, type, nullable == Nullable.YES);
  }
}
