package org.thumbscore.lake.source;

import java.util.Arrays;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Makes types nullable at every level, as Spark does for data read from files. */
final class Nullability {
  private Nullability() {}

  static DataType everywhere(DataType type) {
    if (type instanceof ArrayType array) {
      return DataTypes.createArrayType(everywhere(array.elementType()), true);
    }
    if (type instanceof MapType map) {
      return DataTypes.createMapType(everywhere(map.keyType()), everywhere(map.valueType()), true);
    }
    if (type instanceof StructType struct) {
      return DataTypes.createStructType(
          Arrays.stream(struct.fields())
              .map(f -> new StructField(f.name(), everywhere(f.dataType()), true, f.metadata()))
              .toArray(StructField[]::new));
    }
    return type;
  }
}
