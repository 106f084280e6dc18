package org.thumbscore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A run of the launcher in a process of its own, looked at while it works.
 *
 * @param peak most memory of the process, heap and all else, in bytes
 */
record Watched(int code, String out, String err, long peak, double seconds) {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(15);
  private static final long PAUSE_MILLIS = 100;

  /** What else is done with the process while it lives; called often. */
  @FunctionalInterface
  interface Look {
    void at(Process process) throws IOException;
  }

  /** Runs it in a directory, which its log and whatever a crash leaves go to. */
  static Watched in(Path directory, Map<String, String> settings, List<String> arguments, Look look)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(Launched.script().toString()));
    command.addAll(arguments);
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("THUMBSCORE_LOG", directory.resolve("test.log").toString());
    builder.environment().putAll(settings);
    long start = System.nanoTime();
    Process process = builder.start();
    long peak = 0;
    while (!process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, peak(process.pid()));
      look.at(process);
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        process.destroyForcibly();
        throw new IllegalStateException("The launcher did not end: " + command);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Watched(
        process.exitValue(), Files.readString(out), Files.readString(err), peak, seconds);
  }

  /** 0 where the process has just ended. */
  private static long peak(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
