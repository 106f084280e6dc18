package org.thumbscore.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The device to try, and why it was chosen.
 *
 * @param device the device
 * @param mayFallBack whether the CPU may be used if the device fails to start
 * @param reason one line for the log
 */
public record DeviceChoice(Device device, boolean mayFallBack, String reason) {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceChoice.class);

  /**
   * What a host offers to a device.
   *
   * @param addresses the addresses of the task's {@code gpu} resource in Spark; empty if there are
   *     none
   * @param cores the number of cores that this process may use
   * @param directories the directories from which relative paths of plugins start
   */
  public record Host(List<String> addresses, int cores, List<Path> directories) {
    public Host {
      addresses = List.copyOf(addresses);
      directories = List.copyOf(directories);
    }
  }

  /**
   * Chooses a device for this process.
   *
   * @throws EncoderException if ONNX Runtime or the library of a plugin is missing, or CUDA was
   *     requested and cannot be tried
   */
  public static DeviceChoice of(DeviceSettings settings, Host host) {
    RuntimeLibrary.require();
    return of(
        settings,
        host,
        Optional.ofNullable(System.getenv("CUDA_VISIBLE_DEVICES")),
        CudaSupport::obstacle);
  }

  static DeviceChoice of(
      DeviceSettings settings,
      Host host,
      Optional<String> visible,
      Supplier<Optional<String>> obstacle) {
    return switch (settings.provider()) {
      case AUTO -> of(settings.device(), host.addresses(), visible, obstacle);
      case CPU -> of(DevicePreference.CPU, host.addresses(), visible, obstacle);
      case CUDA -> of(DevicePreference.CUDA, host.addresses(), visible, obstacle);
      case OPENVINO, TENSORRT_RTX -> plugin(settings, host, visible);
    };
  }

  private static DeviceChoice plugin(DeviceSettings settings, Host host, Optional<String> visible) {
    Path library = PluginLibrary.find(settings, host.directories());
    int ordinal = settings.provider().isGpu() ? CudaOrdinal.of(host.addresses(), visible) : 0;
    return new DeviceChoice(
        new Device.Plugin(settings.provider(), library, ordinal, host.cores()),
        false,
        "score.provider=" + settings.provider().word() + ", " + library);
  }

  static DeviceChoice of(
      DevicePreference preference,
      List<String> addresses,
      Optional<String> visible,
      Supplier<Optional<String>> obstacle) {
    return switch (preference) {
      case CPU -> new DeviceChoice(new Device.Cpu(), false, "score.device=cpu");
      case CUDA -> {
        obstacle.get().ifPresent(DeviceChoice::refuse);
        yield cuda(addresses, visible, false);
      }
      case AUTO ->
          obstacle
              .get()
              .map(why -> new DeviceChoice(new Device.Cpu(), false, "auto: " + why))
              .orElseGet(() -> automatic(addresses, visible));
    };
  }

  private static DeviceChoice automatic(List<String> addresses, Optional<String> visible) {
    try {
      return cuda(addresses, visible, true);
    } catch (EncoderException e) {
      return new DeviceChoice(new Device.Cpu(), false, "auto: " + e.getMessage());
    }
  }

  private static DeviceChoice cuda(
      List<String> addresses, Optional<String> visible, boolean mayFallBack) {
    Device device = new Device.Cuda(CudaOrdinal.of(addresses, visible));
    String reason =
        "GPU addresses from Spark "
            + addresses
            + ", CUDA_VISIBLE_DEVICES "
            + visible.orElse("unset");
    return new DeviceChoice(device, mayFallBack, reason);
  }

  private static void refuse(String why) {
    throw new EncoderException(
        "Cannot use CUDA: " + why + ". Run on a machine with a GPU, or set score.device=cpu");
  }

  /**
   * Opens something on the device or, if the device fails to start and falling back is allowed, on
   * the CPU.
   *
   * @param opener throws an {@link EncoderException} if the device fails to start
   * @return the result of the opener
   */
  public <T> T open(Function<Device, T> opener) {
    LOG.info("Device {} ({})", device.description(), reason);
    if (!mayFallBack) {
      return opener.apply(device);
    }
    try {
      return opener.apply(device);
    } catch (EncoderException e) {
      LOG.warn("Falling back to the CPU (score.device=auto): {}", e.getMessage());
      return opener.apply(new Device.Cpu());
    }
  }
}
