package org.thumbscore.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Photographs, crops and token ids of the reference implementation, which are not part of the
 * project: tests on them run where a folder {@code shared/reference} lies beside the checkout, or
 * where {@code -Dthumbscore.reference} says.
 */
public final class ReferenceFiles {
  private ReferenceFiles() {}

  /** The folder, where there is one. */
  public static Optional<Path> folder() {
    String named = System.getProperty("thumbscore.reference");
    Stream<Path> candidates =
        named == null
            ? Stream.of(Path.of("../shared/reference"), Path.of("../../shared/reference"))
            : Stream.of(Path.of(named));
    return candidates.filter(Files::isDirectory).findFirst();
  }
}
