package org.thumbscore.runtime;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A one-line explanation of why CUDA failed to start and how to fix it. */
final class CudaFailure {
  private static final Pattern MISSING =
      Pattern.compile("(lib[\\w+-]+\\.so[.\\d]*): cannot open shared object");
  private static final String OTHERWISE = ", or set score.device=cpu";

  private CudaFailure() {}

  static String explain(Device.Cuda device, String runtimeMessage) {
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
    if (lower.contains("out of memory") || lower.contains("failed to allocate memory")) {
      return "its memory is full. Run one executor per GPU, or lower score.batch-size";
    }
    return oneLine(text) + ". Check the driver and CUDA 12";
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ").trim();
    return line.length() > 300 ? line.substring(0, 300) + "..." : line;
  }
}
