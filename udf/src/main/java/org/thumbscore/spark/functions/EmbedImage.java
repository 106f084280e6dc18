package org.thumbscore.spark.functions;

import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.thumbscore.spark.SingleEncoder;

/** The SQL function {@code embed_image(binary)}. */
public final class EmbedImage implements ScalarFunction<ArrayData> {
  private static final long serialVersionUID = 1;

  private final SingleEncoder encoder;

  EmbedImage(SingleEncoder encoder) {
    this.encoder = encoder;
  }

  @Override
  public String name() {
    return "embed_image";
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {DataTypes.BinaryType};
  }

  @Override
  public DataType resultType() {
    return EmbeddingArrays.type(encoder.output().imageVectors());
  }

  @Override
  public String canonicalName() {
    return "thumbscore.embed_image(" + encoder.modelSha256() + ")";
  }

  /** Returns the embedding of an image, or null if it cannot be embedded. Called by Spark. */
  public ArrayData invoke(byte[] image) {
    return encoder.image(image).map(EmbeddingArrays::of).orElse(null);
  }
}
