package org.thumbscore.lake.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Determines the types with which Spark reads the columns of a parquet file. Spark itself rejects a
 * file with any column that it cannot read, even if that column is not requested.
 */
final class ParquetTypes {
  private final ParquetRules rules;
  private final UntypedColumns untyped;

  ParquetTypes(ParquetRules rules, UntypedColumns untyped) {
    this.rules = rules;
    this.untyped = untyped;
  }

  /**
   * Returns the columns of a file.
   *
   * @param declared the schema that Spark stored in the file; columns may be missing from it
   */
  FileColumns columns(MessageType file, StructType declared) {
    List<StructField> readable = new ArrayList<>();
    Map<String, String> unreadable = new LinkedHashMap<>();
    Set<String> nulls = new TreeSet<>();
    Map<String, StructField> known = new LinkedHashMap<>();
    for (StructField field : declared.fields()) {
      known.put(field.name(), field);
    }
    for (Type column : file.getFields()) {
      String name = column.getName();
      StructField field = known.get(name);
      Optional<DataType> type =
          field == null
              ? type(column, List.of(name))
              : Optional.of(Nullability.everywhere(field.dataType()));
      if (type.isEmpty()) {
        unreadable.put(name, describe(column));
      } else if (field == null) {
        readable.add(DataTypes.createStructField(name, type.get(), true));
      } else {
        readable.add(new StructField(name, type.get(), true, field.metadata()));
      }
      if (untyped.has(List.of(name))) {
        nulls.add(name);
      }
    }
    return new FileColumns(
        DataTypes.createStructType(readable.toArray(StructField[]::new)), unreadable, nulls);
  }

  /** Returns the type of a column, or empty if Spark cannot read it. */
  private Optional<DataType> type(Type column, List<String> path) {
    return column.isRepetition(Type.Repetition.REPEATED)
        ? single(column, path).map(element -> DataTypes.createArrayType(element, true))
        : single(column, path);
  }

  private Optional<DataType> single(Type type, List<String> path) {
    if (type.isPrimitive()) {
      return Optional.ofNullable(primitive(type.asPrimitiveType()));
    }
    GroupType group = type.asGroupType();
    LogicalTypeAnnotation kind = group.getLogicalTypeAnnotation();
    if (kind instanceof ListLogicalTypeAnnotation) {
      return list(group, path);
    }
    return kind instanceof MapLogicalTypeAnnotation || kind instanceof MapKeyValueTypeAnnotation
        ? map(group, path)
        : struct(group, path);
  }

  /** Returns a struct of the fields that Spark can read. */
  private Optional<DataType> struct(GroupType group, List<String> path) {
    List<StructField> fields = new ArrayList<>();
    for (Type field : group.getFields()) {
      List<String> below = UntypedColumns.below(path, field.getName());
      if (!untyped.has(below)) {
        type(field, below)
            .ifPresent(t -> fields.add(DataTypes.createStructField(field.getName(), t, true)));
      }
    }
    return fields.isEmpty()
        ? Optional.empty()
        : Optional.of(DataTypes.createStructType(fields.toArray(StructField[]::new)));
  }

  private Optional<DataType> list(GroupType group, List<String> path) {
    if (group.getFieldCount() != 1 || !group.getType(0).isRepetition(Type.Repetition.REPEATED)) {
      return Optional.empty();
    }
    Type repeated = group.getType(0);
    List<String> below = UntypedColumns.below(path, repeated.getName());
    Optional<DataType> element =
        isElement(repeated, group.getName())
            ? single(repeated, below)
            : child(repeated.asGroupType().getType(0), below);
    return element.map(type -> DataTypes.createArrayType(type, true));
  }

  private Optional<DataType> child(Type type, List<String> path) {
    return type(type, UntypedColumns.below(path, type.getName()));
  }

  /**
   * Returns whether the repeated type is the element itself, as written by old writers.
   *
   * @see <a href="https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#lists">
   *     Backward-compatibility rules</a>
   */
  private static boolean isElement(Type repeated, String list) {
    return repeated.isPrimitive()
        || repeated.asGroupType().getFieldCount() > 1
        || repeated.asGroupType().getType(0).isRepetition(Type.Repetition.REPEATED)
        || repeated.getName().equals("array")
        || repeated.getName().equals(list + "_tuple");
  }

  private Optional<DataType> map(GroupType group, List<String> path) {
    if (group.getFieldCount() != 1 || group.getType(0).isPrimitive()) {
      return Optional.empty();
    }
    GroupType entry = group.getType(0).asGroupType();
    if (entry.getFieldCount() != 2) {
      return Optional.empty();
    }
    List<String> below = UntypedColumns.below(path, entry.getName());
    Optional<DataType> key = child(entry.getType(0), below);
    Optional<DataType> value = child(entry.getType(1), below);
    return key.isPresent() && value.isPresent()
        ? Optional.of(DataTypes.createMapType(key.get(), value.get(), true))
        : Optional.empty();
  }

  private DataType primitive(PrimitiveType type) {
    LogicalTypeAnnotation kind = type.getLogicalTypeAnnotation();
    if (kind instanceof DecimalLogicalTypeAnnotation decimal) {
      return DataTypes.createDecimalType(decimal.getPrecision(), decimal.getScale());
    }
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> DataTypes.BooleanType;
      case FLOAT -> DataTypes.FloatType;
      case DOUBLE -> DataTypes.DoubleType;
      case INT32 -> int32(kind);
      case INT64 -> int64(kind);
      case INT96 -> DataTypes.TimestampType;
      case BINARY -> binary(kind);
      case FIXED_LEN_BYTE_ARRAY -> kind == null ? DataTypes.BinaryType : null;
    };
  }

  private static DataType int32(LogicalTypeAnnotation kind) {
    if (kind == null) {
      return DataTypes.IntegerType;
    }
    if (kind instanceof DateLogicalTypeAnnotation) {
      return DataTypes.DateType;
    }
    if (!(kind instanceof IntLogicalTypeAnnotation number)) {
      return null;
    }
    return switch (number.getBitWidth()) {
      case 8 -> number.isSigned() ? DataTypes.ByteType : DataTypes.ShortType;
      case 16 -> number.isSigned() ? DataTypes.ShortType : DataTypes.IntegerType;
      default -> number.isSigned() ? DataTypes.IntegerType : DataTypes.LongType;
    };
  }

  private DataType int64(LogicalTypeAnnotation kind) {
    if (kind == null) {
      return DataTypes.LongType;
    }
    if (kind instanceof IntLogicalTypeAnnotation number) {
      return number.isSigned() ? DataTypes.LongType : DataTypes.createDecimalType(20, 0);
    }
    if (!(kind instanceof TimestampLogicalTypeAnnotation time)) {
      return null;
    }
    if (time.getUnit() == TimeUnit.NANOS) {
      return rules.nanosAsLong() ? DataTypes.LongType : null;
    }
    return time.isAdjustedToUTC() || !rules.timestampNtz()
        ? DataTypes.TimestampType
        : DataTypes.TimestampNTZType;
  }

  private DataType binary(LogicalTypeAnnotation kind) {
    if (kind == null) {
      return rules.binaryAsString() ? DataTypes.StringType : DataTypes.BinaryType;
    }
    return switch (kind.toString()) {
      case "STRING", "ENUM", "JSON" -> DataTypes.StringType;
      case "BSON" -> DataTypes.BinaryType;
      default -> null;
    };
  }

  private static String describe(Type type) {
    String repetition = type.getRepetition() + " ";
    String all = type.toString().replaceAll("\\s+", " ");
    return all.regionMatches(true, 0, repetition, 0, repetition.length())
        ? all.substring(repetition.length())
        : all;
  }
}
