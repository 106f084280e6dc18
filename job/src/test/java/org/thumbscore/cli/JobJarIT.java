package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The jar that spark-submit takes. */
class JobJarIT {
  private static final List<String> CLUSTERS =
      List.of(
          "org/apache/",
          "scala/",
          "ai/onnxruntime/",
          "com/fasterxml/",
          "com/google/",
          "org/slf4j/",
          "software/amazon/",
          "io/netty/",
          "crawlercommons/",
          "com/typesafe/",
          "picocli/");

  private static List<String> entries;
  private static String mainClass;

  @BeforeAll
  static void list() throws IOException {
    try (JarFile jar = new JarFile(System.getProperty("thumbscore.jar"))) {
      entries = jar.stream().map(entry -> entry.getName()).toList();
      mainClass = jar.getManifest().getMainAttributes().getValue("Main-Class");
    }
  }

  @Test
  void holdsNothingThatAClusterBrings() {
    for (String prefix : CLUSTERS) {
      assertEquals(List.of(), entries.stream().filter(name -> name.startsWith(prefix)).toList());
    }
  }

  @Test
  void holdsWhatAClusterLacks() {
    assertTrue(
        entries.containsAll(
            List.of(
                "org/thumbscore/cli/Main.class",
                "org/thumbscore/runtime/onnxruntime.properties",
                "org/thumbscore/spark/ArticleScoring.class",
                "org/thumbscore/config/thumbscore-reference.conf",
                "org/thumbscore/shaded/config/Config.class",
                "org/thumbscore/shaded/picocli/CommandLine.class",
                "org/thumbscore/fetch/FetchTask.class",
                "org/thumbscore/shaded/hc/client5/http/DnsResolver.class",
                "org/thumbscore/shaded/hc/core5/http/HttpHost.class",
                "org/thumbscore/shaded/crawlercommons/robots/SimpleRobotRulesParser.class",
                "ai/djl/huggingface/tokenizers/HuggingFaceTokenizer.class",
                "native/lib/linux-x86_64/cpu/libtokenizers.so",
                "org/bytedeco/leptonica/global/leptonica.class",
                "org/thumbscore/report/echarts.min.js",
                "com/samskivert/mustache/Mustache.class",
                "META-INF/LICENSE",
                "META-INF/NOTICE")));
    assertEquals("org.thumbscore.cli.Main", mainClass);
  }
}
