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

/** A UDF that returns the slice of a row for the path of its file. */
record SliceTag(Map<String, String> sliceOf) implements UDF1<String, String> {

  /** Returns a column with the id of each row's slice, for the table that the slices belong to. */
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
