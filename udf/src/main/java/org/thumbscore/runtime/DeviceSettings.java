package org.thumbscore.runtime;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;

/**
 * The device and the execution provider that the user requests.
 *
 * @param library the library of a plugin on the executors: a file, or a directory that contains it;
 *     relative paths start from the working directory or from the directory of {@code --archives}.
 *     Empty for other providers
 */
public record DeviceSettings(DevicePreference device, ExecutionProvider provider, String library)
    implements Serializable {
  /** A GPU if one is usable, and otherwise the CPU. */
  public static final DeviceSettings AUTO = of(DevicePreference.AUTO);

  /**
   * Checks that the parts agree.
   *
   * @throws IllegalArgumentException if they do not; the message is for users
   */
  public DeviceSettings {
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(provider, "provider");
    if (provider != ExecutionProvider.AUTO
        && device != DevicePreference.AUTO
        && provider.isGpu() != (device == DevicePreference.CUDA)) {
      throw new IllegalArgumentException(
          "Execution provider %s does not run on device %s"
              .formatted(provider.word(), device.name().toLowerCase(Locale.ROOT)));
    }
    if (provider.isPlugin() && library.isEmpty()) {
      throw new IllegalArgumentException(
          "Execution provider %s needs its library: set score.provider-library"
              .formatted(provider.word()));
    }
    if (!provider.isPlugin() && !library.isEmpty()) {
      throw new IllegalArgumentException(
          "Execution provider %s takes no library, but score.provider-library is %s"
              .formatted(provider.word(), library));
    }
  }

  /**
   * Returns where ONNX Runtime's own kernels run that compute exactly what the graphs say: the CPU
   * in place of a plugin, and else the same device.
   */
  public DeviceSettings withoutPlugin() {
    return provider.isPlugin() ? of(DevicePreference.CPU) : this;
  }

  /** Returns settings without a particular execution provider. */
  public static DeviceSettings of(DevicePreference device) {
    return new DeviceSettings(device, ExecutionProvider.AUTO, "");
  }
}
