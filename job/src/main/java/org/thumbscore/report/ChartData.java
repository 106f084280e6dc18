package org.thumbscore.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The data of the charts, embedded in the page as JSON.
 *
 * @param threshold the threshold on the cosine; null if the rows have none or several
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChartData(
    Double threshold,
    List<StatusBar> statuses,
    List<Bar> bins,
    List<Box> sources,
    List<Point> trend,
    String trendUnit) {
  private static final JsonMapper JSON = new JsonMapper();

  /** The number of rows with a status. */
  record StatusBar(String status, long rows) {}

  /** A bar of the histogram. */
  record Bar(double from, double to, long rows) {}

  /** The 5th, 25th, 50th, 75th and 95th percentiles of a source. */
  record Box(String source, long rows, List<Double> quantiles) {}

  /** The value of a period; null if none of its rows has a value. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Point(String period, long rows, Double value) {}

  /** Returns the data as JSON that is safe to embed in a script element. */
  String toScript() {
    try {
      return JSON.writeValueAsString(this)
          .replace("<", "\\u003c")
          .replace(">", "\\u003e")
          .replace("&", "\\u0026")
          .replace("\u2028", "\\u2028")
          .replace("\u2029", "\\u2029");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
