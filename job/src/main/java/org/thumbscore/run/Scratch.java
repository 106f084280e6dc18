package org.thumbscore.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileUtil;
import org.thumbscore.common.Messages;
import org.thumbscore.lake.storage.StorageException;

/** A temporary directory on the driver that exists for the duration of a run. */
record Scratch(Path directory) implements AutoCloseable {

  static Scratch create() {
    try {
      return new Scratch(Files.createTempDirectory("thumbscore"));
    } catch (IOException e) {
      throw new StorageException(
          "Cannot create a temporary directory: %s. Set java.io.tmpdir to one that this user may write"
              .formatted(Messages.firstLine(e)),
          e);
    }
  }

  @Override
  public void close() {
    FileUtil.fullyDelete(directory.toFile());
  }
}
