package org.thumbscore.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.encoder.EncoderOutput;
import org.thumbscore.encoder.UnitVectors;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The conversion of embeddings and extra columns to and from cells of Spark rows: a single vector
 * is an {@code array<float>}, several are an {@code array<array<float>>}.
 */
final class EmbeddingColumn {
  private static final ArrayType VECTOR = DataTypes.createArrayType(DataTypes.FloatType, false);

  private EmbeddingColumn() {}

  /** Returns the type of a column of embeddings with the given number of vectors each. */
  static ArrayType type(int vectors) {
    return vectors == 1 ? VECTOR : DataTypes.createArrayType(VECTOR, false);
  }

  /** Returns the extra columns of a model, which are nullable. */
  static List<StructField> extras(EncoderOutput output) {
    return output.extraColumns().stream()
        .map(
            extra ->
                DataTypes.createStructField(
                    extra.name(),
                    switch (extra.type()) {
                      case STRING -> DataTypes.StringType;
                      case INTEGER -> DataTypes.IntegerType;
                      case DOUBLE -> DataTypes.DoubleType;
                    },
                    true))
        .toList();
  }

  /** Returns a cell that contains the vectors. */
  static Object cell(UnitVectors vectors) {
    if (vectors.count() == 1) {
      return vectors.values();
    }
    int width = vectors.width();
    float[][] rows = new float[vectors.count()][width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(vectors.values(), i * width, rows[i], 0, width);
    }
    return rows;
  }

  /**
   * Reads a stored embedding.
   *
   * @param known the vectors, followed by the extra columns of an image
   */
  static Embedding.Unit read(Row known) {
    List<Object> extras = new ArrayList<>();
    for (int i = 1; i < known.length(); i++) {
      extras.add(known.get(i));
    }
    return new Embedding.Unit(vectors(known.getList(0)), extras);
  }

  /** Reads the vectors of a cell. */
  static UnitVectors vectors(List<?> cell) {
    if (!(cell.get(0) instanceof Seq)) {
      return UnitVectors.of(floats(cell));
    }
    int width = ((Seq<?>) cell.get(0)).length();
    float[] values = new float[cell.size() * width];
    for (int i = 0; i < cell.size(); i++) {
      float[] vector = floats(CollectionConverters.asJava((Seq<?>) cell.get(i)));
      System.arraycopy(vector, 0, values, i * width, width);
    }
    return new UnitVectors(values, cell.size());
  }

  private static float[] floats(List<?> cells) {
    float[] values = new float[cells.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (Float) cells.get(i);
    }
    return values;
  }
}
