package org.thumbscore.lake.source;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.thumbscore.lake.plan.InputFile;
import org.thumbscore.lake.plan.Slice;

/** Tells which slice a row belongs to, by its file. */
record SliceTag(Map<String, String> sliceOf) implements UDF1<String, String> {

  /** The identifier of each row's slice, as a column of the table that the slices are of. */
  static Column of(Collection<Slice> slices) {
    if (slices.size() == 1) {
      return functions.lit(slices.iterator().next().id());
    }
    Map<String, String> sliceOf = new HashMap<>();
    for (Slice slice : slices) {
      for (InputFile file : slice.files()) {
        sliceOf.put(file.path(), slice.id());
      }
    }
    return functions
        .udf(new SliceTag(sliceOf), DataTypes.StringType)
        .apply(functions.col(OpenedInput.FILE));
  }

  @Override
  public String call(String path) {
    return sliceOf.get(path);
  }
}
