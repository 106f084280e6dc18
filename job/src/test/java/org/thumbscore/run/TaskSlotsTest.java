package org.thumbscore.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thumbscore.testing.SharedSpark;

class TaskSlotsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "local | '' | 1",
        "local[4] | '' | 4",
        "local[4,3] | spark.default.parallelism=99 | 4",
        "local[4] | spark.task.cpus=2 | 2",
        "spark://m:7077 | '' | 8",
        "spark://m:7077 | spark.task.cpus=3 | 2",
        "spark://m:7077 | spark.executor.cores=2,spark.default.parallelism=99 | 4",
        "local-cluster[2,4,1024] | '' | 8",
        "yarn | '' | 2",
        "k8s://h | spark.executor.cores=8,spark.executor.instances=10 | 80",
        "yarn | spark.executor.cores=8,spark.executor.resource.gpu.amount=1,spark.task.resource.gpu.amount=0.25 | 8",
        "yarn | spark.executor.cores=8,spark.executor.resource.gpu.amount=1,spark.task.resource.gpu.amount=0.125 | 16",
        "yarn | spark.executor.cores=8,spark.executor.resource.gpu.amount=1,spark.task.resource.gpu.amount=0.34 | 4",
        "yarn | spark.executor.cores=4,spark.dynamicAllocation.enabled=true | 8",
        "yarn | spark.executor.cores=4,spark.dynamicAllocation.enabled=true,spark.dynamicAllocation.maxExecutors=5 | 20",
      })
  void tasksAtATimeFollowFromTheSettings(String master, String settings, int slots) {
    SparkConf conf = new SparkConf(false).setMaster(master);
    for (String setting : settings.isEmpty() ? new String[0] : settings.split(",", -1)) {
      String[] pair = setting.split("=", -1);
      conf.set(pair[0], pair[1]);
    }
    assertEquals(slots, new TaskSlots(conf, 2, 8).count());
  }

  @Test
  void aLocalSessionHasItsThreads() {
    assertEquals(2, TaskSlots.of(SharedSpark.session().sparkContext()));
  }
}
