package org.thumbscore.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;

/**
 * What a run of labelling did; stored as {@code _thumbscore/runs/<run_id>.json}.
 *
 * @param threshold on the cosine
 * @param positive rows of label 1
 */
record LabelRecord(
    String runId,
    String command,
    String finishedAt,
    String input,
    String policy,
    double threshold,
    long rows,
    long positive) {

  String toJson() {
    try {
      return JsonMapper.builder()
              .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(this)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
