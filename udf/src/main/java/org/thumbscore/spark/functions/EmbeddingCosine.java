package org.thumbscore.spark.functions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
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

  private transient volatile Vectors literal;

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
    Vectors others = vectors(b, 1);
    for (Vector one : vectors(a, 0).list()) {
      for (Vector other : others.list()) {
        double cosine = one.cosine(other);
        if (Double.isNaN(cosine)) {
          return null;
        }
        best = Math.max(best, cosine);
      }
    }
    return best == Double.NEGATIVE_INFINITY ? null : (float) Math.max(-1, Math.min(1, best));
  }

  /**
   * Reads an argument. A literal is the same object for each row; Spark makes it a {@link
   * GenericArrayData}, which it never changes, so that it is read once.
   */
  private Vectors vectors(ArrayData data, int argument) {
    Vectors known = literal;
    if (known != null && known.data() == data) {
      return known;
    }
    Vectors read = new Vectors(data, list(data, argument));
    if (argument == 1 && data instanceof GenericArrayData) {
      literal = read;
    }
    return read;
  }

  private List<Vector> list(ArrayData data, int argument) {
    if (!(((ArrayType) types[argument]).elementType() instanceof ArrayType)) {
      return List.of(Vector.of(EmbeddingArrays.vector(data)));
    }
    List<Vector> vectors = new ArrayList<>();
    for (int i = 0; i < data.numElements(); i++) {
      vectors.add(Vector.of(data.isNullAt(i) ? null : EmbeddingArrays.vector(data.getArray(i))));
    }
    return vectors;
  }

  private record Vectors(ArrayData data, List<Vector> list) {}

  /** A vector, and the square of its length; it has no numbers if one of them is missing. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Vector(float[] values, double square) {
    static Vector of(float[] values) {
      return new Vector(values, values == null ? Double.NaN : dot(values, values));
    }

    double cosine(Vector other) {
      if (values == null || other.values == null || values.length != other.values.length) {
        return Double.NaN;
      }
      return dot(values, other.values) / Math.sqrt(square * other.square);
    }

    /** Sums in double precision, in four parts that the processor adds up at the same time. */
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
}
