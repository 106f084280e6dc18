package org.thumbscore.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.encoder.clip.ClipFamily;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.GraphSet;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.model.ModelIdentity;
import org.thumbscore.runtime.GraphSession;
import org.thumbscore.testing.TestBundles;

/** How the family of a bundle is found. */
class ModelFamiliesTest {
  @TempDir Path folder;

  /** A family that takes every bundle that names none. */
  public static final class Greedy implements ModelFamily {
    @Override
    public String name() {
      return "greedy";
    }

    @Override
    public boolean recognizes(ModelIdentity identity) {
      return true;
    }

    @Override
    public List<GraphSet> exports() {
      return List.of(GraphSet.of("greedy"));
    }

    @Override
    public ModelSpec describe(ModelBundle bundle) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Towers load(ModelBundle bundle, GraphSession session, Path scratch) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void familyThatSparkAddedIsFoundThroughTheContextClassLoader() throws Exception {
    register(Greedy.class.getName());
    assertEquals(
        List.of("blip", "blip2", "caption", "clip", "greedy"),
        withContext(ModelFamiliesTest::names));
    assertEquals(List.of("blip", "blip2", "caption", "clip"), names());
  }

  @Test
  void familyIsFoundWithoutAContextClassLoader() throws Exception {
    assertEquals(List.of("blip", "blip2", "caption", "clip"), in(null, ModelFamiliesTest::names));
  }

  /** As where a jar was built against another version, or its class is not there. */
  @Test
  void familyThatCannotBeLoadedLeavesTheOthers() throws Exception {
    register("org.example.Gone\njava.lang.String\n" + Greedy.class.getName());
    assertEquals(
        List.of("blip", "blip2", "caption", "clip", "greedy"),
        withContext(ModelFamiliesTest::names));
  }

  @Test
  void bundleThatTwoFamiliesTakeIsRefusedUnlessItNamesOne() throws IOException {
    List<ModelFamily> families = List.of(new ClipFamily(), new Greedy());
    Path copy = TestBundles.copy("split", folder);
    BundleException refused =
        assertThrows(
            BundleException.class, () -> ModelFamilies.choose(ModelBundle.open(copy), families));
    assertEquals(
        "Cannot use bundle split: config.json says architectures [CLIPModel], which more than one"
            + " model family takes for its own: clip, greedy; name one as family in"
            + " thumbscore.json",
        refused.getMessage());
    Files.writeString(copy.resolve("thumbscore.json"), "{\"family\": \"clip\"}");
    assertSame(families.get(0), ModelFamilies.choose(ModelBundle.open(copy), families));
  }

  private static List<String> names() {
    return ModelFamilies.installed().stream().map(ModelFamily::name).toList();
  }

  private void register(String classes) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(ModelFamily.class.getName()), classes);
  }

  private <T> T withContext(Callable<T> call) throws Exception {
    ClassLoader parent = ModelFamily.class.getClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, parent)) {
      return in(loader, call);
    }
  }

  private static <T> T in(ClassLoader loader, Callable<T> call) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return call.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
