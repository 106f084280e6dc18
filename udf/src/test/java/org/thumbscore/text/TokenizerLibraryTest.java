package org.thumbscore.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.model.BundleException;

/** Each in a JVM of its own, since a JVM loads the library once. */
class TokenizerLibraryTest {
  private static final Path MINI =
      Path.of("../udf/src/test/resources/org/thumbscore/bundles/random-clip/tokenizer.json");

  @TempDir Path temp;

  /** Prints the ids of a text, or why there are none. */
  static final class Tokenize {
    private Tokenize() {}

    public static void main(String[] scratch) {
      try (SummaryTokenizer tokenizer = SummaryTokenizer.open(MINI, 77, Path.of(scratch[0]))) {
        System.out.println(tokenizer.tokenize("a").tokens());
      } catch (BundleException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void libraryIsUnpackedUnderScratchAndNothingUnderHome() throws Exception {
    Path scratch = temp.resolve("scratch");
    assertEquals("3", lastLine(scratch));
    try (Stream<Path> unpacked = Files.walk(scratch.resolve("tokenizers"))) {
      assertTrue(unpacked.anyMatch(file -> file.toString().contains("libtokenizers.")));
    }
    assertFalse(Files.exists(temp.resolve("home")));
  }

  @Test
  void propertiesThatAreSetAreLeftAlone() throws Exception {
    Path chosen = temp.resolve("chosen");
    assertEquals("3", lastLine(temp.resolve("scratch"), "-DENGINE_CACHE_DIR=" + chosen));
    assertTrue(Files.isDirectory(chosen));
    assertFalse(Files.exists(temp.resolve("scratch")));
  }

  @Test
  void libraryThatCannotBeUnpackedIsNotBlamedOnTheFile() throws Exception {
    Path scratch = Files.createFile(temp.resolve("scratch"));
    assertEquals(
        "Cannot load the tokenizer's native library, which is unpacked under "
            + scratch.resolve("tokenizers")
            + ": it wants Linux with glibc 2.34 or newer; make that directory writable, with 20 MB free and not mounted noexec, or name"
            + " another by -DENGINE_CACHE_DIR",
        lastLine(scratch));
  }

  private String lastLine(Path scratch, String... options)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.of(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                Stream.of("-Duser.home=" + temp.resolve("home")),
                Stream.of(options),
                Stream.of("-cp", System.getProperty("java.class.path")),
                Stream.of(Tokenize.class.getName(), scratch.toString()))
            .flatMap(part -> part)
            .toList();
    Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, java.waitFor(), output);
    return output.lines().reduce((earlier, last) -> last).orElseThrow();
  }
}
