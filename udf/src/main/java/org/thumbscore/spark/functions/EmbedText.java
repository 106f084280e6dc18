package org.thumbscore.spark.functions;

import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.thumbscore.spark.SingleEncoder;

/** The SQL function {@code embed_text(string)}. */
public final class EmbedText implements ScalarFunction<ArrayData> {
  private static final long serialVersionUID = 1;

  private final SingleEncoder encoder;

  EmbedText(SingleEncoder encoder) {
    this.encoder = encoder;
  }

  @Override
  public String name() {
    return "embed_text";
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {DataTypes.StringType};
  }

  @Override
  public DataType resultType() {
    return EmbeddingArrays.type(1);
  }

  @Override
  public String canonicalName() {
    return "thumbscore.embed_text(" + encoder.modelSha256() + ")";
  }

  /** Returns the embedding of a text, or null if it cannot be embedded. Called by Spark. */
  public ArrayData invoke(UTF8String text) {
    return text == null
        ? null
        : encoder.text(text.toString()).map(EmbeddingArrays::of).orElse(null);
  }
}
