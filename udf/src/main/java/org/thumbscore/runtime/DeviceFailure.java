package org.thumbscore.runtime;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A one-line explanation of why a device failed and how to fix it. */
final class DeviceFailure {
  private static final Pattern MISSING =
      Pattern.compile("(lib[\\w+-]+\\.so[.\\d]*): cannot open shared object");
  private static final Pattern NO_MEMORY =
      Pattern.compile(
          "failed to allocate memory|out of memory|_ALLOC_FAILED|bad allocation|bad_alloc",
          Pattern.CASE_INSENSITIVE);

  /**
   * The errors after which a process cannot use its device again, in the words of ONNX Runtime.
   *
   * @see <a
   *     href="https://docs.nvidia.com/cuda/cuda-driver-api/group__CUDA__TYPES.html">CUresult</a>
   */
  private static final Pattern LOST =
      Pattern.compile("CUDA (?:failure|error) (?:214|7(?:00|02|09|1[04-9])|999)\\b");

  private static final String OTHERWISE = ", or set score.device=cpu";

  private DeviceFailure() {}

  /**
   * Returns the exception for a run that failed.
   *
   * @param what was run and on how many rows, for instance {@code the image tower on 256 rows}
   */
  static EncoderException ofRun(String what, Device device, Exception cause) {
    String text = String.valueOf(cause.getMessage());
    String run = "Cannot run " + what + " on " + device.description() + ": ";
    if (NO_MEMORY.matcher(text).find()) {
      return new DeviceMemoryException(run + "its memory is full (" + oneLine(text) + ")", cause);
    }
    if (LOST.matcher(text).find()) {
      return new EncoderException(
          run
              + "the process has lost the device and must be started again. Spark does this with"
              + " spark.excludeOnFailure.enabled and"
              + " spark.excludeOnFailure.killExcludedExecutors ("
              + oneLine(text)
              + ")",
          cause);
    }
    return new EncoderException(run + text.replaceAll("\\s+", " "), cause);
  }

  /** Returns why CUDA did not start. */
  static String ofStart(Device.Cuda device, String runtimeMessage) {
    String text = String.valueOf(runtimeMessage);
    return "Cannot start CUDA on device " + device.ordinal() + ": " + cause(text) + OTHERWISE;
  }

  private static String cause(String text) {
    Matcher missing = MISSING.matcher(text);
    if (missing.find()) {
      return missing.group(1) + " not found on LD_LIBRARY_PATH. Install CUDA 12";
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("driver version is insufficient")) {
      return "the NVIDIA driver is older than the CUDA libraries. Update the driver";
    }
    if (lower.contains("invalid device ordinal")) {
      return "there is no such device. Check CUDA_VISIBLE_DEVICES and spark.executor.resource.gpu";
    }
    if (lower.contains("no cuda-capable device")) {
      return "the driver sees no GPU. Check nvidia-smi on this machine";
    }
    if (NO_MEMORY.matcher(text).find()) {
      return "its memory is full. Run one executor per GPU, or lower score.batch-size";
    }
    return oneLine(text) + ". Check the driver and CUDA 12";
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ").trim();
    return line.length() > 300 ? line.substring(0, 300) + "..." : line;
  }
}
