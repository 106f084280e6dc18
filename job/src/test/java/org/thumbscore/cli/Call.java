package org.thumbscore.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.thumbscore.testing.SharedSpark;

/** A command that has run in this JVM and its Spark session: what it said, and its exit code. */
record Call(int code, String out, String err) {
  static Call of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.execute(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
    return new Call(code, out.toString(), err.toString());
  }

  /** Empty where it succeeded. */
  String failure() {
    return code == 0 ? "" : code + " " + err;
  }

  static Dataset<Row> table(java.nio.file.Path output) {
    return SharedSpark.session().read().parquet(output.toString());
  }
}
