package org.thumbscore.lake.storage;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * Checks that the JVM can represent file names; in the POSIX locale of many containers it is
 * limited to ASCII.
 */
public final class FileNames {
  // The replacement character that Java decodes invalid bytes to.
  private static final char UNREADABLE = '\ufffd';

  private FileNames() {}

  /**
   * Checks that the given locations can be represented.
   *
   * @throws StorageException if the JVM's encoding of file names lacks some of their characters
   */
  public static void requireSpelled(Collection<String> locations) {
    Charset encoding = Charset.forName(System.getProperty("sun.jnu.encoding"));
    locations.forEach(location -> requireSpelled(location, encoding));
  }

  static void requireSpelled(String location, Charset encoding) {
    boolean local = location.startsWith("file:") || !location.contains(":/");
    boolean garbled = location.indexOf(UNREADABLE) >= 0 && !encoding.equals(StandardCharsets.UTF_8);
    if (garbled || (local && !encoding.newEncoder().canEncode(location))) {
      throw new StorageException(
          "Cannot use path %s: this JVM spells names of files in %s, which lacks some of its characters; expected UTF-8. Set LC_ALL=C.UTF-8 before spark-submit, and spark.executorEnv.LC_ALL=C.UTF-8"
              .formatted(location, encoding.name()));
    }
  }
}
