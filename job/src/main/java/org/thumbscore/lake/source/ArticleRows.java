package org.thumbscore.lake.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.lake.plan.InputFile;
import org.thumbscore.lake.plan.Slice;

/**
 * The rows of an input as read by Spark.
 *
 * @param part the slices to read; if empty, all rows are read
 */
record ArticleRows(OpenedInput input, Optional<List<Slice>> part) {

  /** Reads all columns, and the slice column if only some slices are read. */
  Dataset<Row> all() {
    Map<String, ColumnPath> columns = new LinkedHashMap<>();
    for (String name : input.table().columns()) {
      columns.put(name, ColumnPath.of(name));
    }
    return read(columns);
  }

  /** Reads the chosen columns, and the slice column if only some slices are read. */
  Dataset<Row> select(ChosenColumns columns) {
    StructType schema = input.table().schema();
    Map<String, ColumnPath> needed = new LinkedHashMap<>();
    needed.put(columns.id(), ColumnPath.in(schema, columns.id()));
    columns.kept().forEach((name, as) -> needed.put(as, ColumnPath.in(schema, name)));
    needed.put(columns.text(), ColumnPath.in(schema, columns.text()));
    needed.put(columns.image(), ColumnPath.in(schema, columns.image()));
    return read(needed);
  }

  /**
   * Reads files with untyped columns without those columns, because Spark would compare the
   * placeholder type in the file with the type in other files.
   */
  private Dataset<Row> read(Map<String, ColumnPath> columns) {
    Map<Set<String>, List<InputFile>> byUntyped = byUntyped(columns);
    if (byUntyped.keySet().stream().allMatch(Set::isEmpty)) {
      return select(rows(), columns, Set.of());
    }
    return byUntyped.entrySet().stream()
        .map(group -> select(input.rows(group.getValue()), columns, group.getKey()))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  private Map<Set<String>, List<InputFile>> byUntyped(Map<String, ColumnPath> columns) {
    Map<Set<String>, List<InputFile>> groups = new LinkedHashMap<>();
    if (input.footers().isEmpty()) {
      return groups;
    }
    Footers footers = input.footers().get();
    Map<FileColumns, Set<String>> untyped = new LinkedHashMap<>();
    for (InputFile file : files()) {
      Set<String> names =
          footers
              .columns(file.path())
              .map(of -> untyped.computeIfAbsent(of, each -> untyped(each, columns)))
              .orElse(Set.of());
      groups.computeIfAbsent(names, unused -> new ArrayList<>()).add(file);
    }
    return groups;
  }

  private List<InputFile> files() {
    return part.map(slices -> slices.stream().flatMap(slice -> slice.files().stream()).toList())
        .orElseGet(input::files);
  }

  private Set<String> untyped(FileColumns file, Map<String, ColumnPath> columns) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (ColumnPath column : columns.values()) {
      file.nulls().stream().filter(column.root()::equalsIgnoreCase).forEach(names::add);
    }
    return names;
  }

  private Dataset<Row> rows() {
    return part.isPresent() && part.get().stream().noneMatch(Slice::isWhole)
        ? input.rows(files())
        : input.rows();
  }

  private Dataset<Row> select(
      Dataset<Row> rows, Map<String, ColumnPath> columns, Set<String> untyped) {
    List<Column> selected = new ArrayList<>();
    columns.forEach((as, path) -> selected.add(path.column(rows.schema(), untyped).as(as)));
    part.ifPresent(slices -> selected.add(SliceTag.of(slices).as(Slice.COLUMN)));
    return rows.select(selected.toArray(Column[]::new));
  }
}
