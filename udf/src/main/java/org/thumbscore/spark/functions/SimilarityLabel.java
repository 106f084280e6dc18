package org.thumbscore.spark.functions;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.FloatType;
import org.thumbscore.score.LabelThreshold;

/** The SQL function {@code label(similarity)}. */
public final class SimilarityLabel implements ScalarFunction<Integer> {
  private static final long serialVersionUID = 1;

  private final DataType type;
  private final LabelThreshold threshold;

  SimilarityLabel(DataType type, LabelThreshold threshold) {
    this.type = type;
    this.threshold = threshold;
  }

  @Override
  public String name() {
    return "label";
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {type};
  }

  @Override
  public DataType resultType() {
    return DataTypes.IntegerType;
  }

  @Override
  public String canonicalName() {
    return "thumbscore.label(" + threshold.cosine() + ")";
  }

  @Override
  public Integer produceResult(InternalRow input) {
    if (input.isNullAt(0)) {
      return null;
    }
    double similarity = type instanceof FloatType ? input.getFloat(0) : input.getDouble(0);
    return Double.isNaN(similarity) ? null : threshold.labelOf(similarity);
  }
}
