package org.thumbscore.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thumbscore.doctor.Finding.Level;
import org.thumbscore.runtime.DeviceChoice;
import org.thumbscore.runtime.DevicePreference;
import org.thumbscore.runtime.DeviceSettings;
import org.thumbscore.runtime.ExecutionProvider;
import org.thumbscore.runtime.Processor;
import org.thumbscore.testing.TestBundles;

class MachineTest {
  private static final DeviceChoice.Host HOST =
      new DeviceChoice.Host(List.of(), 1, List.of(Path.of("")));

  @TempDir Path folder;

  private static Finding of(List<Finding> findings, String subject) {
    return findings.stream().filter(f -> f.subject().equals(subject)).findFirst().orElseThrow();
  }

  @Test
  void thisMachineHasNoProblem() {
    List<Finding> findings = Machine.look(DeviceSettings.of(DevicePreference.CPU), HOST);
    assertFalse(findings.stream().anyMatch(f -> f.level() == Level.PROBLEM), findings.toString());
    assertTrue(
        of(findings, "ONNX Runtime").text().contains("CPUExecutionProvider"), findings.toString());
    assertEquals("cpu (CPUExecutionProvider) (score.device=cpu)", of(findings, "device").text());
  }

  @Test
  void libraryThatIsMissingIsAProblemOfTheDevice() {
    DeviceSettings missing =
        new DeviceSettings(DevicePreference.AUTO, ExecutionProvider.OPENVINO, "no/such");
    Finding device = of(Machine.look(missing, HOST), "device");
    assertEquals(Level.PROBLEM, device.level());
    assertTrue(device.text().startsWith("Cannot find no/such"), device.text());
  }

  @Test
  void moreTasksThanProcessorsAreNoted() {
    DeviceChoice.Host busy = new DeviceChoice.Host(List.of("3"), 10_000, List.of());
    List<Finding> findings = Machine.look(DeviceSettings.of(DevicePreference.CPU), busy);
    assertEquals(Level.NOTE, of(findings, "Java").level());
    assertTrue(of(findings, "device").text().endsWith("; Spark gives this process the GPUs 3"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fpu avx2 avx512f amx_bf16 amx_int8 | FINE | bf16 with score.provider=openvino",
        "fpu avx2 avx512f amx_bf16 amx_int8 | FINE | score.precision=int8 is faster",
        "fpu avx2 avx512f avx512_bf16 avx512_vnni | FINE | without AMX, bf16 is slower than fp32",
        "fpu avx2 avx512f avx512_bf16 avx512_vnni | FINE | score.precision=int8 is faster",
        "fpu avx2 | FINE | neither bf16 nor int8 is faster",
        "fpu sse2 | NOTE | without AVX2",
        "'' | FINE | A processor"
      })
  void instructionSetsAreNamedWithTheirWorth(String flags, Level level, String text) {
    Set<String> instructions = flags.isEmpty() ? Set.of() : Set.of(flags.split(" "));
    Finding finding = Machine.processor(new Processor("A processor", instructions));
    assertEquals(level, finding.level());
    assertTrue(finding.text().contains(text), finding.text());
  }

  @Test
  void spaceThatCannotBeWrittenIsAProblemAndWhatWasLeftIsNoted() throws Exception {
    assertEquals(Level.PROBLEM, Machine.space(folder.resolve("nothing")).level());
    Files.createDirectory(folder.resolve("onnxruntime-java1"));
    assertEquals("temporary space", Machine.space(folder).subject());
    assertFalse(Machine.space(folder).text().contains("killed"));
    Path old = Files.createDirectory(folder.resolve("onnxruntime-java2"));
    assertTrue(
        old.toFile().setLastModified(Instant.now().minus(Duration.ofDays(2)).toEpochMilli()));
    Finding left = Machine.space(folder);
    assertEquals(Level.NOTE, left.level());
    assertTrue(left.text().contains("1 directories onnxruntime-java*"), left.text());
  }

  @Test
  void modelOpensInEachPrecision() {
    List<Finding> findings =
        ModelCheck.look(TestBundles.mini(), DeviceSettings.of(DevicePreference.CPU), HOST, folder);
    assertTrue(findings.stream().allMatch(f -> f.level() == Level.FINE), findings.toString());
    assertEquals(
        "opens and computes: cpu (CPUExecutionProvider), fp32", of(findings, "cpu in fp32").text());
  }

  @Test
  void deviceThatIsNotThereIsAProblemOfItsOwn() {
    List<Finding> findings =
        ModelCheck.look(TestBundles.mini(), DeviceSettings.of(DevicePreference.CUDA), HOST, folder);
    assertEquals(Level.FINE, of(findings, "cpu in fp32").level());
    assertEquals(Level.PROBLEM, of(findings, "cuda").level());
    assertTrue(of(findings, "cuda").text().startsWith("Cannot use CUDA"));
  }
}
