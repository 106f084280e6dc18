package org.thumbscore.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thumbscore.doctor.Finding;

class SparkCheckTest {
  @ParameterizedTest
  @CsvSource({
    "1, 0.125, 8, FINE, 1 for each executor of 8 cores",
    "1, 1, 8, NOTE, cores are idle; set spark.task.resource.gpu.amount=0.1250",
    "1, 1, 1, FINE, 1 for each executor of 1 cores",
    "4, 0.5, 8, NOTE, an executor uses one"
  })
  void sharesOfGpusAreHeldAgainstCores(
      String gpus, String task, String cores, Finding.Level level, String text) {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.executor.resource.gpu.amount", gpus)
            .set("spark.task.resource.gpu.amount", task)
            .set("spark.executor.cores", cores);
    List<Finding> findings = SparkCheck.gpus(conf);
    assertEquals(level, findings.get(0).level(), findings.toString());
    assertTrue(findings.get(0).text().contains(text), findings.toString());
  }

  @Test
  void withoutGpusThereIsNothingToSay() {
    assertEquals(List.of(), SparkCheck.gpus(new SparkConf(false)));
  }
}
