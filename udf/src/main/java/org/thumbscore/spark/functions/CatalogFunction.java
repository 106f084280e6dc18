package org.thumbscore.spark.functions;

import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.score.LabelThreshold;
import org.thumbscore.spark.SingleEncoder;

/** A function whose arguments are not known yet. */
record CatalogFunction(String name, String description, ThumbscoreCatalog catalog, Binding binding)
    implements UnboundFunction {

  /** Checks arguments and returns the function for them. */
  @FunctionalInterface
  interface Binding {
    BoundFunction bind(Arguments arguments);
  }

  @Override
  public BoundFunction bind(StructType inputs) {
    return binding.bind(new Arguments(inputs, catalog));
  }

  /** The types of a call's arguments, with checks that return them or what a function needs. */
  record Arguments(StructType types, ThumbscoreCatalog catalog) {
    private DataType type(int index) {
      return types.fields()[index].dataType();
    }

    private void require(boolean accepted, String expected) {
      if (!accepted) {
        throw new UnsupportedOperationException("expected " + expected);
      }
    }

    private boolean isString(int index) {
      return type(index) instanceof StringType || type(index) instanceof NullType;
    }

    private boolean isBinary(int index) {
      return type(index) instanceof BinaryType || type(index) instanceof NullType;
    }

    Arguments string() {
      require(types.size() == 1 && isString(0), "one string");
      return this;
    }

    Arguments binary() {
      require(types.size() == 1 && isBinary(0), "one binary, an encoded image");
      return this;
    }

    Arguments binaryAndString() {
      require(
          types.size() == 2 && isBinary(0) && isString(1),
          "a binary, an encoded image, and a string");
      return this;
    }

    /** Returns the types of two embeddings, each one vector or several. */
    DataType[] embeddings() {
      require(
          types.size() == 2 && isEmbedding(type(0)) && isEmbedding(type(1)),
          "two embeddings, each array<float> or array<array<float>>");
      return new DataType[] {embedding(type(0)), embedding(type(1))};
    }

    private static boolean isEmbedding(DataType type) {
      return type instanceof NullType
          || (type instanceof ArrayType array
              && (isNumber(array.elementType())
                  || (array.elementType() instanceof ArrayType inner
                      && isNumber(inner.elementType()))));
    }

    private static boolean isNumber(DataType type) {
      return type instanceof NumericType || type instanceof NullType;
    }

    private static DataType embedding(DataType type) {
      ArrayType vector = DataTypes.createArrayType(DataTypes.FloatType, true);
      return type instanceof ArrayType array && array.elementType() instanceof ArrayType
          ? DataTypes.createArrayType(vector, true)
          : vector;
    }

    /** Returns the type of a similarity. */
    DataType number() {
      require(types.size() == 1 && isNumber(type(0)), "one number, a similarity");
      return type(0) instanceof FloatType || type(0) instanceof DoubleType
          ? type(0)
          : DataTypes.DoubleType;
    }

    SingleEncoder encoder() {
      return catalog.encoder();
    }

    LabelThreshold threshold() {
      return catalog.threshold();
    }
  }
}
