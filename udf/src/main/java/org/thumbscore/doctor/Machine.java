package org.thumbscore.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.thumbscore.common.Messages;
import org.thumbscore.runtime.CudaLibraries;
import org.thumbscore.runtime.DeviceChoice;
import org.thumbscore.runtime.DeviceSettings;
import org.thumbscore.runtime.EncoderException;
import org.thumbscore.runtime.Gpu;
import org.thumbscore.runtime.Processor;
import org.thumbscore.runtime.RuntimeLibrary;

/**
 * The machine of this process: Java, ONNX Runtime, the processor, GPUs, temporary space and clock.
 *
 * <pre>{@code
 * List<Finding> findings = Machine.look(DeviceSettings.AUTO, new DeviceChoice.Host(gpus, 4, List.of()));
 * }</pre>
 */
public final class Machine {
  private static final String RUNTIME_CLASS = "ai/onnxruntime/OrtEnvironment.class";
  private static final Set<String> INSTRUCTIONS =
      Set.of("avx2", "avx512f", "avx512_vnni", "avx_vnni", "avx512_bf16", "amx_bf16", "amx_int8");
  private static final int LEAST_JAVA = 17;
  private static final long GIB = 1L << 30;
  private static final long LEAST_SPACE = 2 * GIB;
  private static final Duration LEFT_BEHIND = Duration.ofDays(1);
  private static final Instant PAST = Instant.parse("2026-01-01T00:00:00Z");

  private Machine() {}

  /**
   * Looks at the machine.
   *
   * @param settings the device and execution provider that scoring would use
   * @param host what Spark offers to this process
   */
  public static List<Finding> look(DeviceSettings settings, DeviceChoice.Host host) {
    List<Finding> findings = new ArrayList<>();
    findings.add(java(host.cores()));
    Finding runtime = runtime();
    findings.add(runtime);
    findings.add(processor(Processor.ofMachine()));
    if (runtime.level() != Finding.Level.PROBLEM) {
      findings.addAll(gpu());
      findings.add(device(settings, host));
    }
    findings.add(space(Path.of(System.getProperty("java.io.tmpdir"))));
    findings.add(clock());
    return findings;
  }

  private static Finding java(int cores) {
    Runtime runtime = Runtime.getRuntime();
    String found =
        String.format(
            Locale.ROOT,
            "%s (%s), %d processors of which Spark uses %d, a heap of at most %,d MB",
            System.getProperty("java.version"),
            System.getProperty("os.arch"),
            runtime.availableProcessors(),
            cores,
            runtime.maxMemory() >> 20);
    if (Runtime.version().feature() < LEAST_JAVA) {
      return Finding.problem("Java", found + ": install Java 17 or newer");
    }
    return cores > runtime.availableProcessors()
        ? Finding.note(
            "Java", found + ": with more tasks than processors, set spark.executor.cores lower")
        : Finding.fine("Java", found);
  }

  /** One version of ONNX Runtime, and that with which this project was built. */
  private static Finding runtime() {
    String subject = "ONNX Runtime";
    try {
      RuntimeLibrary.require();
    } catch (EncoderException e) {
      return Finding.problem(subject, e.getMessage());
    }
    List<String> jars = jars();
    String found =
        "%s from %s, with %s"
            .formatted(
                RuntimeLibrary.loadedVersion(),
                jars.isEmpty() ? "an unknown place" : jars.get(0),
                String.join(", ", RuntimeLibrary.providers()));
    if (jars.size() > 1) {
      return Finding.problem(
          subject,
          "there are %d on the class path, and any may be loaded: keep one of %s"
              .formatted(jars.size(), String.join(", ", jars)));
    }
    return RuntimeLibrary.loadedVersion().equals(RuntimeLibrary.version())
        ? Finding.fine(subject, found)
        : Finding.note(
            subject,
            found + ": this project was built and tested with " + RuntimeLibrary.version());
  }

  private static List<String> jars() {
    try {
      ClassLoader loader =
          Optional.ofNullable(Thread.currentThread().getContextClassLoader())
              .orElse(Machine.class.getClassLoader());
      return Collections.list(loader.getResources(RUNTIME_CLASS)).stream()
          .map(URL::toString)
          .map(url -> url.replaceFirst("^jar:file:", "").replaceFirst("!/.*$", ""))
          .distinct()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says what the instruction sets of a processor are worth. */
  static Finding processor(Processor processor) {
    if (processor.instructions().isEmpty()) {
      return Finding.fine("processor", processor.model());
    }
    Set<String> has = processor.among(INSTRUCTIONS);
    String found = processor.model() + (has.isEmpty() ? "" : " with " + String.join(", ", has));
    if (!has.contains("avx2")) {
      return Finding.note("processor", found + ": without AVX2, every precision is slow");
    }
    List<String> worth = new ArrayList<>();
    if (processor.multipliesBf16()) {
      worth.add(
          "bf16 with score.provider=openvino is several times as fast as fp32 for large models");
    } else if (has.contains("avx512_bf16")) {
      worth.add("without AMX, bf16 is slower than fp32");
    }
    if (processor.multipliesInt8()) {
      worth.add("score.precision=int8 is faster than fp32 if the bundle's weights are signed");
    }
    return worth.isEmpty()
        ? Finding.fine("processor", found + "; neither bf16 nor int8 is faster than fp32 here")
        : Finding.fine("processor", found + ": " + String.join(", and ", worth));
  }

  private static List<Finding> gpu() {
    List<String> gpus = Gpu.all(Gpu.TOOL).stream().map(Gpu::description).toList();
    Optional<String> obstacle = CudaLibraries.obstacle();
    if (obstacle.isPresent()) {
      return List.of(
          gpus.isEmpty()
              ? Finding.fine("GPU", "none is used: " + obstacle.get())
              : Finding.note(
                  "GPU",
                  "%s is not used: %s. Build without -Pcpu, or add onnxruntime_gpu"
                      .formatted(String.join("; ", gpus), obstacle.get())));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.fine("GPU", gpus.isEmpty() ? "a driver is there" : String.join("; ", gpus)));
    List<String> missing = CudaLibraries.missing();
    findings.add(
        missing.isEmpty()
            ? Finding.fine("CUDA 12", "all libraries are found")
            : Finding.problem(
                "CUDA 12",
                "found no %s: install CUDA 12, and add its directory to LD_LIBRARY_PATH"
                    .formatted(String.join(", ", missing))));
    return findings;
  }

  private static Finding device(DeviceSettings settings, DeviceChoice.Host host) {
    String spark =
        host.addresses().isEmpty()
            ? ""
            : "; Spark gives this process the GPUs " + String.join(", ", host.addresses());
    try {
      DeviceChoice choice = DeviceChoice.of(settings, host);
      return Finding.fine(
          "device", choice.device().description() + " (" + choice.reason() + ")" + spark);
    } catch (EncoderException e) {
      return Finding.problem("device", e.getMessage() + spark);
    }
  }

  /** Native libraries and copies of bundles are unpacked there. */
  static Finding space(Path directory) {
    String subject = "temporary space";
    try {
      Files.delete(Files.createTempFile(directory, "thumbscore", ".tmp"));
      long free = Files.getFileStore(directory).getUsableSpace();
      String found = String.format(Locale.ROOT, "%s has %,d MB left", directory, free >> 20);
      if (free < LEAST_SPACE) {
        return Finding.note(
            subject,
            found + ": libraries and bundles are unpacked there; name another with java.io.tmpdir");
      }
      long old = leftBehind(directory);
      return old == 0
          ? Finding.fine(subject, found)
          : Finding.note(
              subject,
              "%s, and %d directories onnxruntime-java* of processes that were killed: remove them"
                  .formatted(found, old));
    } catch (IOException e) {
      return Finding.problem(
          subject,
          "cannot write to %s (%s): name another directory with java.io.tmpdir"
              .formatted(directory, Messages.firstLine(e)));
    }
  }

  private static long leftBehind(Path directory) throws IOException {
    Instant old = Instant.now().minus(LEFT_BEHIND);
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("onnxruntime-java"))
          .filter(file -> file.toFile().lastModified() < old.toEpochMilli())
          .count();
    }
  }

  private static Finding clock() {
    Instant now = Instant.now();
    return now.isBefore(PAST)
        ? Finding.problem(
            "clock", now + ": set it; S3 refuses requests, and locks of runs look abandoned")
        : Finding.fine("clock", now.toString());
  }
}
