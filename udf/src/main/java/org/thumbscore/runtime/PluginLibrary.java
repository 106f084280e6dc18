package org.thumbscore.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtEpDevice;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtHardwareDevice.OrtHardwareDeviceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The libraries of plugins: where they lie, and their devices. Thread-safe. */
final class PluginLibrary {
  private static final String STEM = "libonnxruntime_providers_";
  private static final int DEPTH = 4;

  /** The libraries that ONNX Runtime has loaded, which it keeps as long as the process lives. */
  private static final Set<Path> LOADED = new HashSet<>();

  private PluginLibrary() {}

  /**
   * Returns the absolute path of the library of a plugin.
   *
   * @param directories the directories from which relative paths start
   * @throws EncoderException if there is no such file, or a directory that does not contain exactly
   *     one such library
   */
  static Path find(DeviceSettings settings, List<Path> directories) {
    String given = settings.library();
    for (Path directory : directories) {
      Path path = directory.resolve(given).toAbsolutePath().normalize();
      if (Files.isRegularFile(path)) {
        return path;
      }
      if (Files.isDirectory(path)) {
        return within(path, settings.provider());
      }
    }
    throw new EncoderException(
        "Cannot find %s, score.provider-library of execution provider %s, in %s of this executor. Ship it with --archives or --files, or install it on all machines"
            .formatted(given, settings.provider().word(), directories));
  }

  private static Path within(Path directory, ExecutionProvider provider) {
    String word = provider.word().replace('-', '_');
    try (Stream<Path> files = Files.walk(directory, DEPTH)) {
      List<Path> found =
          files
              .filter(
                  file -> {
                    String name = file.getFileName().toString();
                    return name.startsWith(STEM) && name.contains(word) && name.endsWith(".so");
                  })
              .sorted()
              .toList();
      if (found.size() != 1) {
        throw new EncoderException(
            "Cannot use score.provider-library %s: expected one file %s*%s*.so in it, found %s"
                .formatted(directory, STEM, word, found));
      }
      return found.get(0);
    } catch (IOException e) {
      throw new EncoderException(
          "Cannot read score.provider-library " + directory + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns the device of a plugin, and loads its library before its first use.
   *
   * @throws EncoderException if the library cannot be loaded or has no such device
   */
  static OrtEpDevice device(Device.Plugin plugin) {
    OrtEnvironment environment = OrtGraph.environment();
    try {
      load(environment, plugin);
      List<OrtEpDevice> devices =
          environment.getEpDevices().stream().filter(device -> fits(device, plugin)).toList();
      if (plugin.ordinal() >= devices.size()) {
        throw new EncoderException(
            "Cannot use execution provider %s: %s has %d devices of the kind that it needs, expected at least %d"
                .formatted(
                    plugin.provider().word(),
                    plugin.library(),
                    devices.size(),
                    plugin.ordinal() + 1));
      }
      return devices.get(plugin.ordinal());
    } catch (OrtException e) {
      throw new EncoderException(
          "Cannot load execution provider %s from %s: %s"
              .formatted(
                  plugin.provider().word(),
                  plugin.library(),
                  String.valueOf(e.getMessage()).replaceAll("\\s+", " ")),
          e);
    }
  }

  private static void load(OrtEnvironment environment, Device.Plugin plugin) throws OrtException {
    synchronized (LOADED) {
      if (!LOADED.contains(plugin.library())) {
        environment.registerExecutionProviderLibrary(
            plugin.provider().word(), plugin.library().toString());
        LOADED.add(plugin.library());
      }
    }
  }

  /**
   * Returns whether a device is one of the plugin itself, and not one that chooses among others.
   */
  private static boolean fits(OrtEpDevice device, Device.Plugin plugin) {
    OrtHardwareDeviceType wanted =
        plugin.isGpu() ? OrtHardwareDeviceType.GPU : OrtHardwareDeviceType.CPU;
    return device.getEpName().equals(plugin.provider().runtimeName())
        && device.getDevice().getType() == wanted;
  }
}
