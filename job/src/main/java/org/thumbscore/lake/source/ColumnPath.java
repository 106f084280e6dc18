package org.thumbscore.lake.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.spark.Columns;

/**
 * A column, or a nested field such as {@code meta.summary}.
 *
 * @param names the names from the outermost to the innermost
 */
record ColumnPath(List<String> names) {

  /** Returns the path of a top-level column, whose name may contain dots. */
  static ColumnPath of(String column) {
    return new ColumnPath(List.of(column));
  }

  /**
   * Resolves a name. A top-level column whose name contains a dot takes precedence over a nested
   * field.
   *
   * @throws IllegalArgumentException if there is no such column or field
   */
  static ColumnPath in(StructType schema, String name) {
    return find(schema, name)
        .orElseThrow(() -> new IllegalArgumentException("no column " + name + " in " + schema));
  }

  static Optional<ColumnPath> find(StructType schema, String name) {
    for (StructField field : schema.fields()) {
      if (field.name().equalsIgnoreCase(name)) {
        return Optional.of(of(field.name()));
      }
    }
    for (StructField field : schema.fields()) {
      String prefix = field.name() + ".";
      if (field.dataType() instanceof StructType struct
          && name.regionMatches(true, 0, prefix, 0, prefix.length())) {
        Optional<ColumnPath> below = find(struct, name.substring(prefix.length()));
        if (below.isPresent()) {
          List<String> names = new ArrayList<>(List.of(field.name()));
          names.addAll(below.get().names());
          return Optional.of(new ColumnPath(names));
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the name of the top-level column. */
  String root() {
    return names.get(0);
  }

  /** Returns the name as users write it, with dots between the parts. */
  String name() {
    return String.join(".", names);
  }

  /** Returns the field with its type and metadata. */
  StructField field(StructType schema) {
    StructField field = schema.apply(names.get(0));
    for (String name : names.subList(1, names.size())) {
      field = ((StructType) field.dataType()).apply(name);
    }
    return field;
  }

  /**
   * Returns an expression that reads the column.
   *
   * @param untyped the columns that are null in all of these rows
   */
  Column column(StructType schema, Set<String> untyped) {
    if (untyped.contains(root())) {
      DataType type = field(schema).dataType();
      return functions.lit(null).cast(type);
    }
    return functions.col(names.stream().map(Columns::quoted).collect(Collectors.joining(".")));
  }
}
