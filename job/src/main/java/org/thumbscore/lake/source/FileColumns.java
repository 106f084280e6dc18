package org.thumbscore.lake.source;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a file. Most files of a data set have the same ones.
 *
 * @param readable the columns with types that Spark reads
 * @param unreadable the other columns by name, with their types as named by the file format
 * @param nulls the names of readable columns that have no type because all values are null
 */
record FileColumns(StructType readable, Map<String, String> unreadable, Set<String> nulls)
    implements Serializable {
  FileColumns {
    unreadable = new LinkedHashMap<>(unreadable);
    nulls = new TreeSet<>(nulls);
  }
}
