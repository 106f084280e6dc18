package org.thumbscore.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaLibrariesTest {
  @TempDir Path folder;

  @Test
  void librariesAreSearchedInBothPaths() throws Exception {
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));
    String path = "::" + first;
    List<String> usual = List.of(second.toString(), folder.resolve("nothing").toString());
    List<String> all = CudaLibraries.missing(path, usual);
    assertEquals(6, all.size(), all.toString());
    Files.createFile(first.resolve("libcublas.so.12"));
    Files.createFile(second.resolve("libcuda.so.1"));
    assertEquals(
        List.of("libcudart.so.12", "libcublasLt.so.12", "libcufft.so.11", "libcurand.so.10"),
        CudaLibraries.missing(path, usual));
  }
}
