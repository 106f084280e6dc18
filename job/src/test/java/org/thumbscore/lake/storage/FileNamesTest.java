package org.thumbscore.lake.storage;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FileNamesTest {
  @Test
  void pathThatTheLocaleCannotSpellIsRefusedWithWhatToSet() {
    // The second is what Java makes of the bytes on such a command line.
    for (String location : new String[] {"daten/größe/図", "s3a://lake/gr\ufffd\ufffde"}) {
      StorageException refused =
          assertThrows(
              StorageException.class,
              () -> FileNames.requireSpelled(location, StandardCharsets.US_ASCII));
      assertTrue(refused.getMessage().contains("LC_ALL=C.UTF-8"), refused.getMessage());
      assertTrue(refused.getMessage().contains("in US-ASCII"), refused.getMessage());
    }
  }

  @Test
  void whatCanBeSpelledPasses() {
    FileNames.requireSpelled("daten/größe/図\ufffd", StandardCharsets.UTF_8);
    FileNames.requireSpelled("data/a.parquet", StandardCharsets.US_ASCII);
    FileNames.requireSpelled("s3a://lake/größe", StandardCharsets.US_ASCII);
  }
}
