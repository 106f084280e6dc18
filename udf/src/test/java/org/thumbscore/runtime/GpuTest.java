package org.thumbscore.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class GpuTest {
  @TempDir Path folder;

  @Test
  void gpusAreThoseThatTheToolLists() throws IOException {
    List<Gpu> gpus =
        Gpu.all(tool("echo 'NVIDIA H200, 143771, 4517, 97'; echo 'NVIDIA A100, [N/A], 3, [N/A]'"));
    assertEquals(
        List.of("NVIDIA H200 with 143,771 MiB of memory, of which 4,517 are in use", "NVIDIA A100"),
        gpus.stream().map(Gpu::description).toList());
    assertEquals(OptionalLong.of(97), gpus.get(0).busy());
    assertEquals(OptionalLong.empty(), gpus.get(1).busy());
  }

  @Test
  void toolThatFailsListsNothing() throws IOException {
    List<Gpu> ofDriver = Gpu.all(folder.resolve("missing").toString());
    assertEquals(ofDriver, Gpu.all(tool("echo 'NVIDIA H200, 143771, 4517, 97'; exit 9")));
    assertEquals(ofDriver, Gpu.all(tool("echo No devices were found")));
  }

  private String tool(String script) throws IOException {
    Path file = folder.resolve("tool");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file.toString();
  }
}
