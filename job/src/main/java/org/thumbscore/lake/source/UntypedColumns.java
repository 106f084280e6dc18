package org.thumbscore.lake.source;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.parquet.format.SchemaElement;

/**
 * The columns of a parquet file that have no type because all values are null, as pandas writes
 * columns of {@code None}. The parquet schema declares them with a placeholder type.
 *
 * @param paths the paths of the columns, each with names from the outermost to the innermost
 */
record UntypedColumns(Set<List<String>> paths) {

  static UntypedColumns of(List<SchemaElement> schema) {
    Set<List<String>> paths = new HashSet<>();
    Iterator<SchemaElement> elements = schema.iterator();
    if (elements.hasNext()) {
      collect(elements.next().getNum_children(), elements, List.of(), paths);
    }
    return new UntypedColumns(paths);
  }

  /** Collects the paths from elements that are in depth-first order. */
  private static void collect(
      int children, Iterator<SchemaElement> elements, List<String> above, Set<List<String>> paths) {
    for (int i = 0; i < children && elements.hasNext(); i++) {
      SchemaElement element = elements.next();
      List<String> path = below(above, element.getName());
      if (element.isSetLogicalType() && element.getLogicalType().isSetUNKNOWN()) {
        paths.add(path);
      }
      collect(element.getNum_children(), elements, path, paths);
    }
  }

  /** Returns the path of a child. */
  static List<String> below(List<String> path, String name) {
    return Stream.concat(path.stream(), Stream.of(name)).toList();
  }

  boolean has(List<String> path) {
    return paths.contains(path);
  }
}
