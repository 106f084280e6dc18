package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.run.SparkRuntime;

/** A JVM of its own, since running out of memory would end that of the tests. */
class OutOfMemoryIT {
  @TempDir Path folder;

  @Test
  void fullHeapOfATaskInLocalModeIsOneLineAndTheEnvironments() throws Exception {
    Path out = folder.resolve("out");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(opens());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "-Dspark.master=local[1]",
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "-Dspark.driver.host=127.0.0.1",
            HungryJob.class.getName()));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(new File("/dev/null"))
            .start();
    int code = process.waitFor();
    String said = Files.readString(out, StandardCharsets.UTF_8);
    assertEquals(4, code, said);
    assertTrue(said.startsWith("Cannot go on without memory: found 'Java heap space'"), said);
    assertTrue(said.contains("Raise spark.executor.memory"), said);
    assertEquals(1, said.lines().count(), said);
  }

  private static List<String> opens() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(
            argument -> argument.startsWith("--add-opens") || argument.startsWith("-XX:+Ignore"))
        .toList();
  }

  /** Needs more memory for a row than there is. */
  static final class HungryJob implements MapPartitionsFunction<Long, Long> {
    private static final long serialVersionUID = 1L;

    public static void main(String[] args) {
      int code = 0;
      try (SparkRuntime spark = SparkRuntime.start("hungry", Map.of())) {
        long unused =
            spark
                .session()
                .range(0, 1, 1, 1)
                .mapPartitions(new HungryJob(), Encoders.LONG())
                .count();
      } catch (Exception e) {
        Failure failure = Failure.of(e);
        System.out.println(failure.message());
        code = failure.exitCode().code();
      }
      System.exit(code);
    }

    @Override
    public Iterator<Long> call(Iterator<Long> rows) {
      List<byte[]> cells = new ArrayList<>();
      while (rows.hasNext() || !cells.isEmpty()) {
        cells.add(new byte[64 << 20]);
      }
      return List.of((long) cells.size()).iterator();
    }
  }
}
