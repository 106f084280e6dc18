package org.thumbscore.lake.source;

import java.util.Locale;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** What a column of the input is for, and which types it may have. */
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
  IMAGE("binary: encoded images, or string: paths of images in the lake") {
    @Override
    boolean accepts(DataType type) {
      return type instanceof BinaryType || type instanceof StringType;
    }
  };

  private final String expected;

  ColumnRole(String expected) {
    this.expected = expected;
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
