package org.thumbscore.lake.commit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.InputRoots;

/**
 * The part of an output that a run may write: the slices of the input's directories. Runs whose
 * parts do not overlap may write to one output at the same time.
 *
 * @param directories full paths of directories; none stands for the whole output
 */
public record WriteScope(List<String> directories) {
  /** The whole output. */
  public static final WriteScope WHOLE = new WriteScope(List.of());

  private static final int MOST = 100;

  /** Creates a scope; null, as in a file of an older version, stands for the whole output. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public WriteScope(List<String> directories) {
    this.directories = directories == null ? List.of() : List.copyOf(directories);
  }

  @JsonValue
  @Override
  public List<String> directories() {
    return directories;
  }

  /**
   * Returns the scope of an input: the directories at its path, or those of its files. A table has
   * no directories that are known without Spark, so a run that reads one writes the whole output.
   *
   * @throws InputException if the input cannot be read
   */
  public static WriteScope of(InputLocation input, Configuration hadoop) {
    if (!input.isPath()) {
      return WHOLE;
    }
    try {
      List<String> found =
          InputRoots.of(input.location(), hadoop).found().stream()
              .map(WriteScope::directory)
              .map(WriteScope::withoutCredentials)
              .distinct()
              .toList();
      return found.size() > MOST ? WHOLE : new WriteScope(found);
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException(
          "Cannot read input %s: %s. Check --input".formatted(input.location(), e.getMessage()), e);
    }
  }

  private static Path directory(FileStatus status) {
    return status.isDirectory() ? status.getPath() : status.getPath().getParent();
  }

  /** The scope is written into a file, where credentials of a URI must not be. */
  private static String withoutCredentials(Path directory) {
    URI uri = directory.toUri();
    String authority = uri.getAuthority() == null ? "" : uri.getAuthority();
    return uri.getScheme()
        + "://"
        + authority.substring(authority.lastIndexOf('@') + 1)
        + uri.getPath();
  }

  /** Returns whether a slice may belong to both scopes. */
  boolean overlaps(WriteScope other) {
    return directories.isEmpty()
        || other.directories.isEmpty()
        || directories.stream()
            .anyMatch(
                one ->
                    other.directories.stream()
                        .anyMatch(another -> isWithin(one, another) || isWithin(another, one)));
  }

  private static boolean isWithin(String path, String directory) {
    return (path + "/").startsWith(directory.endsWith("/") ? directory : directory + "/");
  }
}
