package org.thumbscore.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import org.thumbscore.common.Messages;

/**
 * A check for ONNX Runtime before its first use. The job's jar does not contain ONNX Runtime: the
 * cluster provides it as a separate jar, which contains a native library.
 */
public final class RuntimeLibrary {
  private static final String FIRST_CLASS = "ai/onnxruntime/OrtEnvironment.class";
  private static final String GROUP = "com.microsoft.onnxruntime:";

  private RuntimeLibrary() {}

  /**
   * Loads ONNX Runtime.
   *
   * @throws EncoderException if its jar is not on the class path, or its native library fails to
   *     load
   */
  public static void require() {
    ClassLoader loader = RuntimeLibrary.class.getClassLoader();
    if (loader.getResource(FIRST_CLASS) == null) {
      throw new EncoderException(
          "Cannot use ONNX Runtime: found no ai.onnxruntime.OrtEnvironment on Spark's class path. Add --packages %sonnxruntime_gpu:%s before the job's jar (%sonnxruntime:%s where no machine has a GPU), or its jar with --jars"
              .formatted(GROUP, version(), GROUP, version()));
    }
    try {
      Touch.load();
    } catch (LinkageError e) {
      throw new EncoderException(
          "Cannot load ONNX Runtime's native library: %s. Expected Linux with glibc 2.27 or newer, and a temporary directory that is writable and not mounted noexec: name another with -Djava.io.tmpdir=DIR in spark.driver.extraJavaOptions and spark.executor.extraJavaOptions"
              .formatted(Messages.firstLine(Messages.root(e))),
          e);
    }
  }

  /** Returns the version of ONNX Runtime with which this project was built. */
  public static String version() {
    try (InputStream in = RuntimeLibrary.class.getResourceAsStream("onnxruntime.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the version of ONNX Runtime that is loaded. */
  public static String loadedVersion() {
    return OrtGraph.environment().getVersion();
  }

  /** Returns the names of the execution providers that are a part of the loaded ONNX Runtime. */
  public static List<String> providers() {
    return OrtEnvironment.getAvailableProviders().stream()
        .map(OrtProvider::getName)
        .sorted()
        .toList();
  }

  /** A separate class, which is only linked once the jar is known to be present. */
  private static final class Touch {
    static void load() {
      boolean unused = OrtEnvironment.getAvailableProviders().isEmpty();
    }
  }
}
