package org.thumbscore.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Devices and execution providers that agree or not, and the libraries of plugins. */
class DeviceSettingsTest {
  private static final String LIBRARY = "libonnxruntime_providers_openvino_plugin.so";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "CUDA, OPENVINO, lib, Execution provider openvino does not run on device cuda",
    "CUDA, CPU, '', Execution provider cpu does not run on device cuda",
    "CPU, CUDA, '', Execution provider cuda does not run on device cpu",
    "CPU, TENSORRT_RTX, lib, Execution provider tensorrt-rtx does not run on device cpu",
    "AUTO, OPENVINO, '', Execution provider openvino needs its library: set score.provider-library",
    "AUTO, AUTO, lib, 'Execution provider auto takes no library, but score.provider-library is lib'"
  })
  void contradictionsAreRefused(
      DevicePreference device, ExecutionProvider provider, String library, String message) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class, () -> new DeviceSettings(device, provider, library))
            .getMessage());
  }

  @Test
  void libraryIsAFileOrADirectoryThatContainsIt() throws IOException {
    Path file = library(folder.resolve("plugin/onnxruntime_ep_openvino"), LIBRARY);
    Files.createFile(file.resolveSibling(LIBRARY + ".1"));
    Files.createFile(file.resolveSibling("libopenvino_auto_plugin.so"));
    assertEquals(file, find("plugin"));
    assertEquals(file, find("plugin/onnxruntime_ep_openvino/" + LIBRARY));
    assertEquals(file, find(file.toString()));
    Device device =
        DeviceChoice.of(
                openVino("plugin"),
                new DeviceChoice.Host(List.of("3"), 5, List.of(folder)),
                Optional.of("3"),
                Optional::empty)
            .device();
    assertEquals(new Device.Plugin(ExecutionProvider.OPENVINO, file, 0, 5), device);
    assertEquals("cpu (OpenVINOExecutionProvider)", device.description());
  }

  @Test
  void firstDirectoryThatHasThePathCounts() throws IOException {
    Path second = library(folder.resolve("second/plugin"), LIBRARY);
    List<Path> directories = List.of(folder.resolve("first"), folder.resolve("second"));
    assertEquals(second, PluginLibrary.find(openVino("plugin"), directories));
  }

  @Test
  void missingLibraryIsNamed() throws IOException {
    assertEquals(
        "Cannot find plugin, score.provider-library of execution provider openvino, in ["
            + folder
            + "] of this executor. Ship it with --archives or --files, or install it on all machines",
        refusal("plugin"));
    Files.createDirectories(folder.resolve("plugin"));
    assertTrue(
        refusal("plugin")
            .endsWith(
                "expected one file "
                    + "libonnxruntime_providers_*openvino"
                    + "*.so in it, found []"),
        refusal("plugin"));
    library(folder.resolve("plugin/a"), LIBRARY);
    library(folder.resolve("plugin/b"), LIBRARY);
    assertTrue(refusal("plugin").contains("plugin/a/" + LIBRARY + ", "), refusal("plugin"));
  }

  @Test
  void fileThatIsNoPluginIsRefusedInOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve(LIBRARY), "no library");
    EncoderException refusal =
        assertThrows(
            EncoderException.class,
            () -> PluginLibrary.device(new Device.Plugin(ExecutionProvider.OPENVINO, file, 0, 1)));
    assertTrue(
        refusal
            .getMessage()
            .startsWith("Cannot load execution provider openvino from " + file + ": "),
        refusal.getMessage());
    assertEquals(1, refusal.getMessage().lines().count());
  }

  private static Path library(Path directory, String name) throws IOException {
    return Files.createFile(Files.createDirectories(directory).resolve(name));
  }

  private static DeviceSettings openVino(String library) {
    return new DeviceSettings(DevicePreference.AUTO, ExecutionProvider.OPENVINO, library);
  }

  private Path find(String library) {
    return PluginLibrary.find(openVino(library), List.of(folder));
  }

  private String refusal(String library) {
    return assertThrows(EncoderException.class, () -> find(library)).getMessage();
  }
}
