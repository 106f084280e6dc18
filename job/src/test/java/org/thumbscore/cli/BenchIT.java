package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark as its user runs it, with Spark and without. */
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class BenchIT {
  @TempDir Path folder;

  @Test
  void wholeJobIsMeasuredBesideItsParts() throws Exception {
    Launched bench =
        Launched.in(
            folder,
            "bench",
            "--model=" + Lake.MODEL,
            "--quick",
            "--rows=600",
            "--json=" + folder.resolve("bench.json"));
    assertEquals(0, bench.code(), bench.err());
    JsonNode json = new ObjectMapper().readTree(folder.resolve("bench.json").toFile());
    assertEquals(600, json.at("/job/rows").asInt());
    assertTrue(json.at("/job/articles").asDouble() > 0);
    assertTrue(json.at("/result/pipeline/articles").asDouble() > 0);
    assertTrue(bench.out().contains("the whole job, parquet to parquet"), bench.out());
    assertTrue(bench.err().contains("measuring the pipeline"), bench.err());
  }

  @Test
  void packedBenchmarkNeedsNoJavaAndNoSpark() throws Exception {
    Path archive = folder.resolve("bench.tar.gz");
    assertEquals(
        0,
        run(
            Launched.script().resolveSibling("thumbscore-pack").toString(),
            "--part-size=40m",
            archive.toString()));
    try (var parts = Files.list(folder)) {
      assertTrue(parts.filter(part -> part.toString().contains(".tar.gz.")).count() > 1);
    }
    assertEquals(0, run("bash", "-c", "cat bench.tar.gz.* | tar -xzf -"));
    String[] jars = folder.resolve("thumbscore-bench/lib").toFile().list();
    assertFalse(Arrays.stream(jars).anyMatch(jar -> jar.contains("spark")), String.join(" ", jars));

    // There is no java on this path.
    int code = run("env", "-i", "PATH=" + folder, folder + "/thumbscore-bench/bench", "--quick");
    String out = Files.readString(folder.resolve("out"));
    assertEquals(0, code, out);
    assertTrue(out.contains("the pipeline without Spark"), out);
    if (!Files.exists(Path.of("/proc/driver/nvidia"))) {
      assertEquals(4, run("env", "-i", folder + "/thumbscore-bench/bench", "--gpu-checks"));
      out = Files.readString(folder.resolve("out"));
      assertTrue(out.contains("\nthumbscore: Cannot use CUDA"), out);
      assertEquals(2, out.lines().count(), out);
    }
    code = run("env", "-i", folder + "/thumbscore-bench/bench", "--model=" + folder);
    assertEquals(4, code);
    List<String> lines = Files.readAllLines(folder.resolve("out"));
    assertEquals(1, lines.size(), lines.toString());
    assertTrue(lines.get(0).startsWith("thumbscore: Cannot use bundle"), lines.get(0));
  }

  private int run(String... command) throws Exception {
    File out = folder.resolve("out").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out);
    // The JDK of this test has jlink.
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start().waitFor();
  }
}
