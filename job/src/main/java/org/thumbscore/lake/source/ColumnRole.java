package org.thumbscore.lake.source;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** The role of an input column, and the types that it may have. */
enum ColumnRole {
  ID("number, string or another single value") {
    @Override
    boolean accepts(DataType type) {
      return !(type instanceof StructType
          || type instanceof ArrayType
          || type instanceof MapType
          || type instanceof NullType);
    }
  },
  TEXT("string") {
    @Override
    boolean accepts(DataType type) {
      return type instanceof StringType;
    }
  },
  IMAGE(
      "binary: encoded images, string: paths of images in the lake, or struct<bytes: binary, path: string>") {
    @Override
    boolean accepts(DataType type) {
      return type instanceof BinaryType
          || type instanceof StringType
          || (type instanceof StructType struct && isHuggingFace(struct));
    }
  };

  private final String expected;

  ColumnRole(String expected) {
    this.expected = expected;
  }

  /**
   * Returns whether the struct is an image as written by Hugging Face, with its fields in any
   * order.
   */
  private static boolean isHuggingFace(StructType image) {
    List<String> names = List.of(image.fieldNames());
    boolean wellTyped =
        (!names.contains("bytes") || image.apply("bytes").dataType() instanceof BinaryType)
            && (!names.contains("path") || image.apply("path").dataType() instanceof StringType);
    return wellTyped && (names.contains("bytes") || names.contains("path"));
  }

  abstract boolean accepts(DataType type);

  String expected() {
    return expected;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  String option() {
    return "--" + label() + "-column";
  }
}
