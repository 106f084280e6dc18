package org.thumbscore.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Numbers for the plots, as JSON in the page.
 *
 * @param threshold on the cosine; null where rows have none, or several
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

  /** Rows of a status. */
  record StatusBar(String status, long rows) {}

  /** A bar of the histogram. */
  record Bar(double from, double to, long rows) {}

  /** Percentiles 5, 25, 50, 75 and 95. */
  record Box(String source, long rows, List<Double> quantiles) {}

  /** A period's value; null where no row of it has one. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Point(String period, long rows, Double value) {}

  /** Fit to stand inside a script element: nothing in it can end the element. */
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
