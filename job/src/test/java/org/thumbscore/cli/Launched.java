package org.thumbscore.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/** What a run of the launcher's script left: its exit code and what it wrote. */
record Launched(int code, String out, String err) {
  private static final Path SCRIPT = Path.of(System.getProperty("thumbscore.launcher"));
  private static final long PATIENCE_MINUTES = 5;

  static {
    storeClasses();
  }

  /**
   * Runs the demo once after each build, which stores the classes that make later runs start soon.
   */
  private static void storeClasses() {
    try {
      Path directory = Files.createTempDirectory("demo");
      FileTime built = Files.getLastModifiedTime(Path.of(System.getProperty("thumbscore.jar")));
      if (archives().noneMatch(archive -> archive.lastModified() > built.toMillis())) {
        in(directory, "demo", "--output", directory.resolve("scores").toString());
      }
      FileUtils.deleteDirectory(directory.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the archives of classes that the launcher has stored. */
  static Stream<File> archives() {
    File[] archives = home().resolve("lib").toFile().listFiles((d, name) -> name.endsWith(".jsa"));
    return archives == null ? Stream.empty() : Stream.of(archives);
  }

  static Path script() {
    return SCRIPT;
  }

  static Path home() {
    return SCRIPT.getParent().getParent();
  }

  /** Runs it in a directory, with small memory and a log of its own there. */
  static Launched in(Path directory, String... arguments) throws Exception {
    return in(directory, SCRIPT, arguments);
  }

  static Launched in(Path directory, Path script, String... arguments) throws Exception {
    return in(directory, script, Map.of(), arguments);
  }

  static Launched in(
      Path directory, Path script, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("launched", ".out");
    Path err = Files.createTempFile("launched", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().put("THUMBSCORE_MEMORY", "1g");
      builder.environment().put("THUMBSCORE_LOG", directory.resolve("test.log").toString());
      builder.environment().putAll(environment);
      return new Launched(await(builder), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** Starts it and leaves it alone; what it says goes nowhere. */
  static Process start(Path directory, String... arguments) throws IOException {
    return start(directory, ProcessBuilder.Redirect.DISCARD, arguments);
  }

  /** The same, but what it says on stderr goes somewhere. */
  static Process start(Path directory, ProcessBuilder.Redirect err, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err);
    builder.environment().put("THUMBSCORE_MEMORY", "1g");
    builder.environment().put("THUMBSCORE_LOG", directory.resolve("test.log").toString());
    return builder.start();
  }

  private static int await(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("The launcher did not end: " + builder.command());
    }
    return process.exitValue();
  }
}
