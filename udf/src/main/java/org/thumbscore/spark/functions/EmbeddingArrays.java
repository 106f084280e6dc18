package org.thumbscore.spark.functions;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.thumbscore.encoder.UnitVectors;

/** Embeddings as Spark's internal arrays. */
final class EmbeddingArrays {
  private EmbeddingArrays() {}

  /** Returns the type of embeddings with the given number of vectors. */
  static DataType type(int vectors) {
    DataType vector = DataTypes.createArrayType(DataTypes.FloatType, false);
    return vectors == 1 ? vector : DataTypes.createArrayType(vector, false);
  }

  static ArrayData of(UnitVectors vectors) {
    if (vectors.count() == 1) {
      return UnsafeArrayData.fromPrimitiveArray(vectors.values());
    }
    return new GenericArrayData(
        Arrays.stream(rows(vectors)).map(UnsafeArrayData::fromPrimitiveArray).toArray());
  }

  /** Returns the vectors as rows. */
  static float[][] rows(UnitVectors vectors) {
    int width = vectors.width();
    float[][] rows = new float[vectors.count()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(vectors.values(), i * width, (i + 1) * width);
    }
    return rows;
  }

  /** Returns the numbers of a vector, or null if one of them is missing. */
  static float[] vector(ArrayData data) {
    for (int i = 0; i < data.numElements(); i++) {
      if (data.isNullAt(i)) {
        return null;
      }
    }
    return data.toFloatArray();
  }
}
