package org.thumbscore.lake.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageBaseTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;

  @Test
  void pathsStartFromTheInputsDirectory() throws IOException {
    Path day = Files.createDirectories(folder.resolve("articles/day=1"));
    Files.writeString(day.resolve("a.parquet"), "");
    Files.writeString(day.resolve("b.parquet"), "");
    assertEquals("file:" + folder + "/articles", base("articles"));
    assertEquals("file:" + folder + "/articles", base("articles/"));
    assertEquals("file:" + day, base("articles/day=1/a.parquet"));
    assertEquals("file:" + day, base("articles/day=1/*.parquet"));
    assertEquals("file:" + day, base("articles/day=1/a.*"), "though it finds but one");
    assertEquals("file:" + folder + "/articles", base("articles/day={1,2}/[ab].parquet"));
  }

  @Test
  void tablesHaveNone() {
    assertEquals(
        "", ImageBase.of(new InputLocation("lake.articles", Optional.of("table")), HADOOP));
  }

  @Test
  void oneThatIsNamedIsMadeAbsolute() {
    assertEquals("s3a://lake/p", ImageBase.of("s3a://lake/p", local("s3a")));
    assertTrue(ImageBase.of("images", HADOOP).matches("file:/.*/images"));
  }

  @Test
  void oneThatCannotBeIsRefused() {
    InputException refused =
        assertThrows(InputException.class, () -> ImageBase.of("odd://lake/p", HADOOP));
    assertEquals(
        "Invalid score.images.base: No FileSystem for scheme \"odd\". Expected a directory of a Hadoop file system",
        refused.getMessage());
  }

  private String base(String input) {
    return ImageBase.of(new InputLocation(folder + "/" + input, Optional.empty()), HADOOP);
  }

  /** S3A as it is, which asks nobody for its own name. */
  private static Configuration local(String scheme) {
    Configuration hadoop = new Configuration();
    hadoop.set("fs." + scheme + ".endpoint.region", "us-east-1");
    hadoop.set("fs." + scheme + ".access.key", "key");
    hadoop.set("fs." + scheme + ".secret.key", "secret");
    return hadoop;
  }
}
