package org.thumbscore.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DeviceChoiceTest {
  private static Optional<String> noDriver() {
    return Optional.of("no NVIDIA driver found on this machine");
  }

  @Test
  void autoWithoutDriverSaysThatItChoseTheCpuAndWhy() {
    DeviceChoice choice =
        choose(DevicePreference.AUTO, List.of(), Optional.empty(), DeviceChoiceTest::noDriver);
    assertEquals(new Device.Cpu(), choice.device());
    assertEquals("auto: no NVIDIA driver found on this machine", choice.reason());
  }

  @Test
  void autoWithDriverTriesCudaAndMayFallBack() {
    DeviceChoice choice =
        choose(DevicePreference.AUTO, List.of("3"), Optional.of("2,3"), Optional::empty);
    assertEquals(new Device.Cuda(1), choice.device());
    assertTrue(choice.mayFallBack());
  }

  @Test
  void autoWithEveryDeviceHiddenChoosesTheCpu() {
    DeviceChoice choice =
        choose(DevicePreference.AUTO, List.of(), Optional.of(""), Optional::empty);
    assertEquals(new Device.Cpu(), choice.device());
  }

  @Test
  void cudaNeverFallsBack() {
    DeviceChoice choice =
        choose(DevicePreference.CUDA, List.of(), Optional.empty(), Optional::empty);
    assertEquals(new Device.Cuda(0), choice.device());
    assertFalse(choice.mayFallBack());
  }

  @Test
  void cudaWithoutDriverIsRefused() {
    EncoderException refused =
        assertThrows(
            EncoderException.class,
            () ->
                choose(
                    DevicePreference.CUDA,
                    List.of(),
                    Optional.empty(),
                    DeviceChoiceTest::noDriver));
    assertEquals(
        "Cannot use CUDA: no NVIDIA driver found on this machine. Run on a machine with a GPU, or"
            + " set score.device=cpu",
        refused.getMessage());
  }

  @Test
  void cpuAsksNobody() {
    DeviceChoice choice =
        choose(
            DevicePreference.CPU,
            List.of("0"),
            Optional.of("0"),
            () -> {
              throw new AssertionError("asked about CUDA");
            });
    assertEquals(new Device.Cpu(), choice.device());
  }

  @Test
  void theCpuBuildOfTheRuntimeIsNamedAsTheObstacle() {
    assertEquals(
        Optional.of("this ONNX Runtime is the CPU build (expected onnxruntime_gpu)"),
        CudaSupport.obstacle(false, true));
    assertEquals(Optional.empty(), CudaSupport.obstacle(true, true));
  }

  private static DeviceChoice choose(
      DevicePreference preference,
      List<String> addresses,
      Optional<String> visible,
      Supplier<Optional<String>> obstacle) {
    return DeviceChoice.of(preference, addresses, visible, obstacle);
  }
}
