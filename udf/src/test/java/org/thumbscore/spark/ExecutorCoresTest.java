package org.thumbscore.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutorCoresTest {
  @ParameterizedTest
  @CsvSource({
    "local,, 1",
    "local[3],, 3",
    "'local[3,2]', 8, 3",
    "yarn,, 1",
    "yarn, 8, 8",
    "k8s://https://host:443,, 1",
    "spark://host:7077, 4, 4",
    "spark://host:7077,,"
  })
  void coresAreThoseOfTheSettings(String master, Integer setting, Integer cores) {
    SparkConf conf = new SparkConf(false).setMaster(master);
    if (setting != null) {
      conf.set("spark.executor.cores", setting.toString());
    }
    assertEquals(
        cores == null ? OptionalInt.empty() : OptionalInt.of(cores), ExecutorCores.of(conf));
  }

  @Test
  void aStarIsAllProcessors() {
    assertEquals(
        OptionalInt.of(Runtime.getRuntime().availableProcessors()),
        ExecutorCores.of(new SparkConf(false).setMaster("local[*]")));
    assertEquals(OptionalInt.empty(), ExecutorCores.of(new SparkConf(false)));
  }
}
