package org.thumbscore.lake.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of all files of an input, merged into one table.
 *
 * @param readable the columns that Spark can read from every file that has them
 * @param unreadable the reasons why other columns cannot be read, by name
 */
record MergedColumns(StructType readable, Map<String, String> unreadable) {

  /**
   * Merges the columns of files. A column that is missing or untyped in some files has the type of
   * the other files; numeric types are widened.
   *
   * @param files each distinct set of columns with a file that has it
   */
  static MergedColumns of(Map<FileColumns, String> files) {
    Map<String, Merged> merged = new LinkedHashMap<>();
    files.forEach(
        (columns, file) -> {
          for (StructField field : columns.readable().fields()) {
            boolean untyped = columns.nulls().contains(field.name());
            Column column = new Column(field, untyped ? Kind.UNTYPED : Kind.TYPED, "", file);
            merged.computeIfAbsent(key(field.name()), unused -> new Merged()).add(column);
          }
          columns
              .unreadable()
              .forEach(
                  (name, type) -> {
                    StructField field = DataTypes.createStructField(name, DataTypes.NullType, true);
                    Column column = new Column(field, Kind.UNREADABLE, type, file);
                    merged.computeIfAbsent(key(name), unused -> new Merged()).add(column);
                  });
        });
    List<StructField> readable = new ArrayList<>();
    Map<String, String> unreadable = new LinkedHashMap<>();
    for (Merged column : merged.values()) {
      column
          .problem()
          .ifPresentOrElse(
              problem -> unreadable.put(column.name(), problem),
              () -> readable.add(column.field()));
    }
    return new MergedColumns(
        DataTypes.createStructType(readable.toArray(StructField[]::new)), unreadable);
  }

  /** Returns the readable columns without the given partition columns, whose types Spark infers. */
  StructType readableBut(List<String> directories) {
    return DataTypes.createStructType(
        Arrays.stream(readable.fields())
            .filter(field -> directories.stream().noneMatch(field.name()::equalsIgnoreCase))
            .toArray(StructField[]::new));
  }

  /** Returns the name in lower case, because Spark compares column names case-insensitively. */
  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private enum Kind {
    TYPED,
    UNTYPED,
    UNREADABLE
  }

  /**
   * A column of a file.
   *
   * @param found the type as named by the file format, if Spark cannot read it
   */
  private record Column(StructField field, Kind kind, String found, String file) {}

  private static final class Merged {
    private final List<Column> columns = new ArrayList<>();
    private Optional<StructField> field = Optional.empty();
    private String problem = "";

    void add(Column column) {
      if (column.kind() == Kind.UNREADABLE && problem.isEmpty()) {
        problem = "found %s, a type that Spark does not read".formatted(column.found());
      }
      Optional<Column> same =
          columns.stream().filter(c -> c.file().equals(column.file())).findFirst();
      if (same.isPresent()) {
        problem =
            "found columns %s and %s in %s, expected names that differ in more than case"
                .formatted(same.get().field().name(), column.field().name(), column.file());
      }
      columns.add(column);
      if (column.kind() == Kind.TYPED && problem.isEmpty()) {
        merge(column);
      }
    }

    private void merge(Column column) {
      if (field.isEmpty()) {
        field = Optional.of(named(column.field()));
        return;
      }
      Optional<DataType> wider = wider(field.get().dataType(), column.field().dataType());
      if (wider.isEmpty()) {
        problem =
            "found %s in %s and %s in %s, expected one type"
                .formatted(
                    field.get().dataType().simpleString(),
                    firstTyped().file(),
                    column.field().dataType().simpleString(),
                    column.file());
        return;
      }
      StructField before = field.get();
      field = Optional.of(new StructField(before.name(), wider.get(), true, before.metadata()));
    }

    private Column firstTyped() {
      return columns.stream().filter(c -> c.kind() == Kind.TYPED).findFirst().orElseThrow();
    }

    /** Returns the field with the name as spelled in the first file. */
    private StructField named(StructField given) {
      return new StructField(name(), given.dataType(), true, given.metadata());
    }

    String name() {
      return columns.get(0).field().name();
    }

    StructField field() {
      return field.orElseGet(() -> named(columns.get(0).field()));
    }

    Optional<String> problem() {
      return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
    }
  }

  private static final List<DataType> WHOLE_NUMBERS =
      List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

  /**
   * Returns the type that both types can be widened to by Spark's parquet reader, or empty if there
   * is none.
   */
  static Optional<DataType> wider(DataType a, DataType b) {
    if (a.equals(b)) {
      return Optional.of(a);
    }
    int first = WHOLE_NUMBERS.indexOf(a);
    int second = WHOLE_NUMBERS.indexOf(b);
    if (first >= 0 && second >= 0) {
      return Optional.of(WHOLE_NUMBERS.get(Math.max(first, second)));
    }
    if (isSmall(a) && isSmall(b)) {
      return Optional.of(DataTypes.DoubleType);
    }
    return a instanceof StructType left && b instanceof StructType right
        ? widerStruct(left, right)
        : Optional.empty();
  }

  /** Returns whether every value of the type can be represented as a double. */
  private static boolean isSmall(DataType type) {
    return type.equals(DataTypes.FloatType)
        || type.equals(DataTypes.DoubleType)
        || (WHOLE_NUMBERS.contains(type) && !type.equals(DataTypes.LongType));
  }

  private static Optional<DataType> widerStruct(StructType a, StructType b) {
    Map<String, StructField> fields = new LinkedHashMap<>();
    Arrays.stream(a.fields()).forEach(field -> fields.put(field.name(), field));
    for (StructField field : b.fields()) {
      StructField known = fields.get(field.name());
      if (known == null) {
        fields.put(field.name(), field);
        continue;
      }
      Optional<DataType> type = wider(known.dataType(), field.dataType());
      if (type.isEmpty()) {
        return Optional.empty();
      }
      fields.put(field.name(), new StructField(field.name(), type.get(), true, known.metadata()));
    }
    return Optional.of(DataTypes.createStructType(fields.values().toArray(StructField[]::new)));
  }
}
