package org.thumbscore.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.encoder.DualEncoder;
import org.thumbscore.encoder.EncoderBundle;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.model.Precision;
import org.thumbscore.runtime.Device;
import org.thumbscore.runtime.DeviceChoice;
import org.thumbscore.runtime.DevicePreference;
import org.thumbscore.runtime.DeviceSettings;
import org.thumbscore.runtime.ExecutionProvider;
import org.thumbscore.testing.TestBundles;

class BenchTest {
  private static final String CPU = "cpu (CPUExecutionProvider), fp32";

  @TempDir Path folder;

  private Bench bench(Workload workload, EncoderSettings settings) {
    return new Bench(
        EncoderBundle.of(TestBundles.mini()), workload, settings, Bench.Effort.QUICK, 2, folder);
  }

  @Test
  void everyPartIsMeasuredAndWhatIsMissingSaysWhy() {
    DeviceSettings missing =
        new DeviceSettings(DevicePreference.AUTO, ExecutionProvider.OPENVINO, "no/such/library");
    List<String> progress = new ArrayList<>();
    BenchResult result =
        bench(Workload.drawn(), EncoderSettings.DEFAULT.withBatchSize(8))
            .run(List.of(missing), progress::add);

    assertEquals(
        List.of("decode, resize and crop", "standardize", "tokenize"),
        result.steps().stream().map(BenchResult.Step::name).toList());
    result.steps().forEach(step -> assertTrue(step.perSecond() > 0, step.toString()));

    assertEquals(3, result.towers().size(), result.towers().toString());
    BenchResult.TowerRate cpu = result.towers().get(0);
    assertEquals(CPU, cpu.device());
    assertTrue(cpu.standard());
    assertEquals(8, cpu.batch());
    assertEquals(Map.of("score.device", "cpu", "score.precision", "fp32"), cpu.settings());
    assertNull(cpu.error());
    // A second holds the images and the texts of the articles, one after the other.
    assertEquals(1, cpu.articles() / cpu.images() + cpu.articles() / cpu.texts(), 1e-9);
    for (BenchResult.TowerRate plugin : result.towers().subList(1, 3)) {
      assertTrue(plugin.error().startsWith("Cannot find no/such/library"), plugin.error());
      assertEquals(0, plugin.articles());
    }

    BenchResult.Pipeline pipeline = result.pipeline();
    assertEquals(CPU, pipeline.device());
    assertEquals(8, pipeline.batch());
    assertEquals((double) pipeline.rows(), pipeline.articles() * pipeline.seconds(), 1e-6);
    assertTrue(pipeline.attainable() < pipeline.alone(), pipeline.toString());
    assertTrue(pipeline.articles() > 0);
    assertEquals(
        Set.of("decode, resize and crop", "tokenize", "standardize and model"),
        pipeline.shares().keySet());
    assertEquals(1, pipeline.shares().values().stream().mapToDouble(share -> share).sum(), 1e-9);
    assertTrue(progress.contains("measuring the model alone: cpu, fp32, batches of 8"));
  }

  @Test
  void thePluginOfTheSettingsIsMeasuredOnce() {
    DeviceSettings one = new DeviceSettings(DevicePreference.AUTO, ExecutionProvider.OPENVINO, "a");
    DeviceSettings other =
        new DeviceSettings(DevicePreference.AUTO, ExecutionProvider.OPENVINO, "b");
    DeviceSettings none = DeviceSettings.of(DevicePreference.CPU);
    assertEquals(List.of(one), Bench.withConfigured(List.of(), one));
    assertEquals(List.of(one, other), Bench.withConfigured(List.of(other, one), one));
    assertEquals(List.of(other), Bench.withConfigured(List.of(other), none));
  }

  @Test
  void aDeviceThatComputesWhatTheCpuDoesPassesItsChecks() {
    EncoderSettings cpu =
        EncoderSettings.DEFAULT.on(DeviceSettings.of(DevicePreference.CPU), List.of());
    List<String> progress = new ArrayList<>();
    List<BenchResult.Check> checks =
        bench(Workload.drawn(), cpu.withBatchSize(8)).checkGpu(progress::add);
    assertEquals(
        List.of(
            "similarities in fp32 against the CPU's in fp32",
            "memory stays flat during the pipeline",
            "utilization during the pipeline",
            "goes on with smaller batches if memory is full"),
        checks.stream().map(BenchResult.Check::name).toList());
    assertTrue(checks.get(0).passed(), checks.toString());
    assertEquals("on GPUs only", checks.get(3).found());
    assertEquals(3, progress.size());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDeviceThatComputesSomethingElseOrKeepsMemoryFailsItsChecks() throws Exception {
    Path smi = folder.resolve("smi");
    Path count = folder.resolve("count");
    Files.writeString(
        smi,
        "#!/bin/sh\necho x >>"
            + count
            + "\necho \"A GPU, 99999, $((1000 + 100 * $(wc -l <"
            + count
            + "))), 50\"\n");
    Files.setPosixFilePermissions(smi, PosixFilePermissions.fromString("rwx------"));
    EncoderBundle other = EncoderBundle.of(ModelBundle.open(TestBundles.copy("split", folder)));
    EncoderSettings settings = EncoderSettings.DEFAULT.withBatchSize(8);
    GpuChecks checks =
        new GpuChecks(
            settings,
            List.of(Precision.FP32, Precision.FP16, Precision.INT8),
            Workload.drawn(),
            chosen -> {
              EncoderBundle model =
                  chosen.device().device() == DevicePreference.CPU
                      ? EncoderBundle.of(TestBundles.mini())
                      : other;
              DeviceChoice cpu = new DeviceChoice(new Device.Cpu(), false, "a test");
              return DualEncoder.open(model, chosen, cpu, 2, folder);
            },
            smi.toString());
    List<BenchResult.Check> found = checks.run(encoder -> {}, line -> {});
    assertEquals(5, found.size());
    assertFalse(found.get(0).passed(), found.toString());
    // The bundle has no graphs in fp16.
    assertFalse(found.get(1).passed(), found.toString());
    assertFalse(found.get(2).passed(), found.toString());
    assertTrue(found.get(2).found().startsWith("1,100 MiB in the first of 4 rounds"));
    assertTrue(found.get(3).found().startsWith("50% on average of "), found.toString());
  }

  @Test
  void filesThatAreNoImagesAreRefused() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThrows(IllegalArgumentException.class, () -> Workload.of(empty));
    Path texts = Files.createDirectory(folder.resolve("texts"));
    Files.writeString(texts.resolve("a.jpg"), "no image");
    Bench bench = bench(Workload.of(texts), EncoderSettings.DEFAULT);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> bench.run(List.of(), line -> {}));
    assertEquals("Cannot decode any of 1 files of " + texts, refused.getMessage());
  }

  @Test
  void drawnArticlesRepeatAfterTheirNumber() {
    Workload drawn = Workload.drawn();
    assertEquals(drawn.text(1), drawn.text(1 + drawn.texts().size()));
    assertEquals(drawn.image(2), drawn.image(2 + drawn.images().size()));
    assertTrue(drawn.images().stream().allMatch(image -> image.length > 20_000));
  }
}
