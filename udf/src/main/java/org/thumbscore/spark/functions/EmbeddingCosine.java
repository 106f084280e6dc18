package org.thumbscore.spark.functions;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The SQL function {@code cosine(embedding, embedding)}: the best cosine of a vector of one and a
 * vector of the other.
 */
public final class EmbeddingCosine implements ScalarFunction<Float> {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // Types of Spark are serializable.
  private final DataType[] types;

  EmbeddingCosine(DataType[] types) {
    this.types = types;
  }

  @Override
  public String name() {
    return "cosine";
  }

  @Override
  public DataType[] inputTypes() {
    return types.clone();
  }

  @Override
  public DataType resultType() {
    return DataTypes.FloatType;
  }

  @Override
  public String canonicalName() {
    return "thumbscore.cosine" + Arrays.toString(types);
  }

  /**
   * Returns the cosine, or null if a number is missing, the widths differ or a vector has no
   * direction. Called by Spark.
   */
  public Float invoke(ArrayData a, ArrayData b) {
    if (a == null || b == null) {
      return null;
    }
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count(a, 0); i++) {
      for (int j = 0; j < count(b, 1); j++) {
        double cosine = cosine(vector(a, 0, i), vector(b, 1, j));
        if (Double.isNaN(cosine)) {
          return null;
        }
        best = Math.max(best, cosine);
      }
    }
    return best == Double.NEGATIVE_INFINITY ? null : (float) Math.max(-1, Math.min(1, best));
  }

  private boolean nested(int argument) {
    return ((ArrayType) types[argument]).elementType() instanceof ArrayType;
  }

  private int count(ArrayData data, int argument) {
    return nested(argument) ? data.numElements() : 1;
  }

  private float[] vector(ArrayData data, int argument, int index) {
    if (!nested(argument)) {
      return EmbeddingArrays.vector(data);
    }
    return data.isNullAt(index) ? null : EmbeddingArrays.vector(data.getArray(index));
  }

  /** Sums in double precision, in four parts that the processor adds up at the same time. */
  private static double cosine(float[] a, float[] b) {
    if (a == null || b == null || a.length != b.length) {
      return Double.NaN;
    }
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  }

  private static double dot(float[] a, float[] b) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      first += (double) a[i] * b[i];
      second += (double) a[i + 1] * b[i + 1];
      third += (double) a[i + 2] * b[i + 2];
      fourth += (double) a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      first += (double) a[i] * b[i];
    }
    return (first + second) + (third + fourth);
  }
}
