package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final List<String> COMMANDS =
      List.of(
          "score",
          "fetch",
          "counterfactual",
          "calibrate",
          "label",
          "evaluate",
          "report",
          "search",
          "duplicates",
          "bench",
          "doctor",
          "demo");
  private static final Pattern ENTRY = Pattern.compile("\n  (\\w+)((?: .*|\n   .*)+)");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @Test
  void helpShowsExamplesAndExitCodes() {
    assertEquals(0, run("--help"));
    assertTrue(out.toString().contains("Exit codes: 0 done; 1 a bug; 2 bad arguments"));
    assertTrue(out.toString().contains("thumbscore demo"));
    assertEquals("", err.toString());
  }

  @Test
  void commandListHoldsWholeSentences() {
    assertEquals(0, run("--help"));
    Map<String, String> listed = commandList(out.toString());
    assertEquals(COMMANDS, List.copyOf(listed.keySet()));
    listed.forEach(
        (command, sentence) -> {
          assertTrue(sentence.matches("[A-Z][^.]+\\."), command + ": " + sentence);
          assertEquals(0, run(command, "--help"));
          assertTrue(onOneLine(out.toString()).contains(sentence), command + ": " + sentence);
        });
  }

  /** What the list of commands says of each; a sentence may be wrapped over several lines. */
  private static Map<String, String> commandList(String help) {
    String list = help.substring(help.indexOf("Commands:\n"), help.indexOf("\n\nBefore"));
    Map<String, String> sentences = new LinkedHashMap<>();
    Matcher entries = ENTRY.matcher(list);
    while (entries.find()) {
      sentences.put(entries.group(1), onOneLine(entries.group(2)));
    }
    return sentences;
  }

  private static String onOneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  @Test
  void eachCommandHasHelpWithExamples() {
    for (String command : COMMANDS) {
      assertEquals(0, run(command, "--help"));
      assertTrue(out.toString().contains("Examples:\n  thumbscore " + command), command);
    }
  }

  @Test
  void versionIsTheBuilds() {
    assertEquals(0, run("--version"));
    assertTrue(out.toString().matches("thumbscore \\d+\\.\\d+\\.\\d+\\S*\\R"), out.toString());
  }

  @Test
  void badArgumentsAreOneLine() {
    assertUsage("No command given. See 'thumbscore --help'");
    assertUsage("Unmatched argument at index 0: 'sore'. Did you mean score?", "sore");
    assertUsage("Missing required options: '--input=P', '--output=P', '--model=DIR'", "score");
    assertUsage("Unknown option: '--presett'. Did you mean --preset? See", score("--presett"));
    assertUsage("Invalid --run-id a/b (must be 1 to 100 letters", score("--run-id", "a/b"));
  }

  @Test
  void badConfigIsUsage() {
    assertUsage("Invalid score.batch-size: 0", score("--set", "score.batch-size=0"));
    assertUsage("Unknown config key 'score.devise'", score("--set", "score.devise=cpu"));
    assertUsage("Invalid score.device: tpu", score("--device", "tpu"));
  }

  @Test
  void refusedRunLeavesNoOutput() throws Exception {
    Path input = Files.writeString(folder.resolve("articles.parquet"), "");
    assertUsage("Cannot read input nowhere: nothing is there", score());
    assertUsage("Cannot read calibration", score("--calibration", folder + "/absent.json"));
    List<String> arguments = new ArrayList<>(List.of("score", "--input", input.toString()));
    arguments.addAll(List.of("--output", folder + "/out", "--model", folder + "/no-bundle"));
    int code = run(arguments.toArray(String[]::new));
    assertEquals(4, code, err.toString());
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void demoWithoutItsFilesSaysWhatToDo() {
    assertUsage("Cannot find the demo's conf/samples", "demo", "--home", folder.toString());
  }

  private void assertUsage(String message, String... arguments) {
    assertEquals(2, run(arguments), err.toString());
    assertTrue(err.toString().startsWith("thumbscore: " + message), err.toString());
    assertEquals(1, err.toString().lines().count());
    assertEquals("", out.toString());
  }

  private String[] score(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("score", "--input", "nowhere", "--output", "out", "--model", "none"));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.execute(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
