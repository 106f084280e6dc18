package org.thumbscore.lake.source;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of one file. Files of one data set mostly have equal ones.
 *
 * @param readable of types that Spark reads
 * @param unreadable the other ones, by name, with their types as the file's format names them
 * @param nulls names among the readable ones of columns that hold nothing and have no type
 */
record FileColumns(StructType readable, Map<String, String> unreadable, Set<String> nulls)
    implements Serializable {
  FileColumns {
    unreadable = new LinkedHashMap<>(unreadable);
    nulls = new TreeSet<>(nulls);
  }
}
