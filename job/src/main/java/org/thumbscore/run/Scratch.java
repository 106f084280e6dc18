package org.thumbscore.run;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.common.Messages;
import org.thumbscore.lake.storage.StorageException;

/** A temporary directory on the driver that exists for the duration of a run. Needs no Spark. */
public record Scratch(Path directory) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);

  /**
   * Creates a directory in {@code java.io.tmpdir}.
   *
   * @throws StorageException if it cannot be created
   */
  public static Scratch create() {
    try {
      return new Scratch(Files.createTempDirectory("thumbscore"));
    } catch (IOException e) {
      throw new StorageException(
          "Cannot create a temporary directory: %s. Set java.io.tmpdir to one that this user may write"
              .formatted(Messages.firstLine(e)),
          e);
    }
  }

  /** Deletes the directory with all that is in it; what cannot be deleted is left. */
  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("Cannot delete {}: {}", directory, Messages.firstLine(e));
    }
  }
}
