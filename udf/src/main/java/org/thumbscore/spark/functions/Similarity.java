package org.thumbscore.spark.functions;

import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.thumbscore.score.Cosine;
import org.thumbscore.spark.SingleEncoder;

/** The SQL function {@code similarity(binary, string)}. */
public final class Similarity implements ScalarFunction<Float> {
  private static final long serialVersionUID = 1;

  private final SingleEncoder encoder;

  Similarity(SingleEncoder encoder) {
    this.encoder = encoder;
  }

  @Override
  public String name() {
    return "similarity";
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {DataTypes.BinaryType, DataTypes.StringType};
  }

  @Override
  public DataType resultType() {
    return DataTypes.FloatType;
  }

  @Override
  public String canonicalName() {
    return "thumbscore.similarity(" + encoder.modelSha256() + ")";
  }

  /** Returns the similarity, or null if one of both cannot be embedded. Called by Spark. */
  public Float invoke(byte[] image, UTF8String text) {
    if (image == null || text == null) {
      return null;
    }
    return encoder
        .text(text.toString())
        .flatMap(words -> encoder.image(image).map(pixels -> Cosine.best(pixels, words)))
        .orElse(null);
  }
}
