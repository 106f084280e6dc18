package org.thumbscore.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fresh class loader stands for each JVM: what fails to load once is not tried again. */
class RuntimeLibraryTest {
  private static final String NATIVE_PATH = "onnxruntime.native.path";

  @TempDir Path folder;

  @Test
  void missingJarIsOneLineThatNamesThePackage() throws Exception {
    Throwable refused = refusal(entry -> !entry.contains("onnxruntime"));
    assertEquals(EncoderException.class.getName(), refused.getClass().getName());
    assertTrue(
        refused
            .getMessage()
            .startsWith(
                "Cannot use ONNX Runtime: found no ai.onnxruntime.OrtEnvironment on Spark's class path. Add --packages com.microsoft.onnxruntime:onnxruntime_gpu:"
                    + RuntimeLibrary.version()
                    + " before"),
        refused.getMessage());
    assertTrue(RuntimeLibrary.version().matches("\\d+\\.\\d+\\.\\d+"), RuntimeLibrary.version());
  }

  @Test
  void nativeLibraryThatDoesNotLoadIsOneLineEachTime() throws Exception {
    Files.writeString(folder.resolve(System.mapLibraryName("onnxruntime")), "no library");
    System.setProperty(NATIVE_PATH, folder.toString());
    try (URLClassLoader loader = loader(entry -> true)) {
      for (int again = 0; again < 2; again++) {
        Throwable refused = refusal(loader);
        assertEquals(EncoderException.class.getName(), refused.getClass().getName());
        assertTrue(
            refused.getMessage().startsWith("Cannot load ONNX Runtime's native library: "),
            refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count());
      }
    } finally {
      System.clearProperty(NATIVE_PATH);
    }
  }

  private static Throwable refusal(Predicate<String> entries) throws Exception {
    try (URLClassLoader loader = loader(entries)) {
      return refusal(loader);
    }
  }

  private static Throwable refusal(ClassLoader loader) throws Exception {
    Class<?> choice = loader.loadClass(DeviceChoice.class.getName());
    Class<?> settings = loader.loadClass(DeviceSettings.class.getName());
    Class<?> process = loader.loadClass(DeviceChoice.Host.class.getName());
    Method of = choice.getMethod("of", settings, process);
    Object auto = settings.getField("AUTO").get(null);
    Object here =
        process
            .getConstructor(List.class, int.class, List.class)
            .newInstance(List.of(), 1, List.of());
    return assertThrows(InvocationTargetException.class, () -> of.invoke(null, auto, here))
        .getCause();
  }

  private static URLClassLoader loader(Predicate<String> entries) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String entry :
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(System.getProperty("java.class.path"))
            .filter(entries)
            .toList()) {
      urls.add(url(entry));
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static URL url(String entry) throws MalformedURLException {
    return Path.of(entry).toUri().toURL();
  }
}
