package org.thumbscore.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An NVIDIA GPU of this machine, as {@code nvidia-smi} describes it.
 *
 * <pre>{@code
 * Gpu.all("nvidia-smi").forEach(gpu -> System.out.println(gpu.description()));
 * }</pre>
 *
 * @param memory its memory in MiB; empty if unknown
 * @param used how much of it is in use by all processes, in MiB; empty if unknown
 * @param busy the percentage of the last second or less during which it computed; empty if unknown
 */
public record Gpu(String model, OptionalLong memory, OptionalLong used, OptionalLong busy) {
  /** The command to ask, found on the {@code PATH}. */
  public static final String TOOL = "nvidia-smi";

  private static final Path DRIVER = Path.of("/proc/driver/nvidia/gpus");
  private static final long SECONDS = 20;

  /**
   * Returns the GPUs that a tool lists, or, if it cannot be run, those that the driver lists, whose
   * memory is unknown.
   *
   * @param tool {@link #TOOL}, or its path
   */
  public static List<Gpu> all(String tool) {
    List<Gpu> gpus = new ArrayList<>();
    for (String line :
        run(
            tool,
            "--query-gpu=name,memory.total,memory.used,utilization.gpu",
            "--format=csv,noheader,nounits")) {
      String[] fields = line.split("\\s*,\\s*", -1);
      if (fields.length == 4) {
        gpus.add(new Gpu(fields[0], number(fields[1]), number(fields[2]), number(fields[3])));
      }
    }
    return gpus.isEmpty() ? ofDriver() : gpus;
  }

  /** Returns what a command prints; nothing if it cannot be run, fails, or hangs. */
  private static List<String> run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return List.of();
      }
      try (InputStream out = process.getInputStream()) {
        String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        return process.exitValue() == 0 ? text.lines().toList() : List.of();
      }
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  /** Numbers that a GPU does not offer are words in brackets. */
  private static OptionalLong number(String field) {
    return field.matches("\\d{1,12}")
        ? OptionalLong.of(Long.parseLong(field))
        : OptionalLong.empty();
  }

  private static List<Gpu> ofDriver() {
    if (!Files.isDirectory(DRIVER)) {
      return List.of();
    }
    try (Stream<Path> gpus = Files.list(DRIVER)) {
      return gpus.sorted().map(gpu -> ofDriver(gpu.resolve("information"))).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private static Gpu ofDriver(Path information) {
    OptionalLong unknown = OptionalLong.empty();
    try (Stream<String> lines = Files.lines(information)) {
      String model =
          lines
              .filter(line -> line.startsWith("Model:"))
              .map(line -> line.substring("Model:".length()).strip())
              .findFirst()
              .orElse("a GPU");
      return new Gpu(model, unknown, unknown, unknown);
    } catch (IOException | UncheckedIOException e) {
      return new Gpu("a GPU", unknown, unknown, unknown);
    }
  }

  /** Returns its model and memory on one line, for people. */
  public String description() {
    if (memory.isEmpty()) {
      return model;
    }
    String has = String.format(Locale.ROOT, "%s with %,d MiB of memory", model, memory.getAsLong());
    return used.isEmpty()
        ? has
        : String.format(Locale.ROOT, "%s, of which %,d are in use", has, used.getAsLong());
  }
}
