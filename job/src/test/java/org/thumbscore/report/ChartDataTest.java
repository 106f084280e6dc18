package org.thumbscore.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartDataTest {
  @Test
  void nothingInItEndsTheScript() throws IOException {
    String hostile = "</script><!--<script>&amp;\u2028\u2029]]>";
    ChartData data =
        new ChartData(
            0.2,
            List.of(new ChartData.StatusBar(hostile, 1)),
            List.of(),
            List.of(new ChartData.Box(hostile, 1, List.of(0.1, 0.1, 0.1, 0.1, 0.1))),
            List.of(new ChartData.Point("2026-11-03", 1, null)),
            "day");
    String script = data.toScript();
    for (String forbidden : List.of("<", ">", "&", "\u2028", "\u2029")) {
      assertFalse(script.contains(forbidden), script);
    }
    JsonNode read = new ObjectMapper().readTree(script);
    assertEquals(hostile, read.at("/statuses/0/status").asText());
    assertEquals(hostile, read.at("/sources/0/source").asText());
    assertEquals("null", read.at("/trend/0/value").toString());
  }
}
