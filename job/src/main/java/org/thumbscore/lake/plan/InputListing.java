package org.thumbscore.lake.plan;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.thumbscore.common.Messages;
import org.thumbscore.lake.storage.StorageException;

/** Looks at the files of an input, a directory at a time. Not thread-safe. */
public final class InputListing {
  private final Configuration hadoop;
  private final Map<Path, Map<String, FileStatus>> directories = new HashMap<>();

  public InputListing(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * The files as they are now, in the order of their paths; one that has gone is left out.
   *
   * @param paths encoded URIs
   * @throws StorageException if a directory cannot be listed
   */
  public List<InputFile> look(Iterable<String> paths) {
    List<InputFile> files = new ArrayList<>();
    for (String encoded : paths) {
      Path path = new Path(URI.create(encoded));
      FileStatus status =
          directories.computeIfAbsent(path.getParent(), this::list).get(path.getName());
      if (status != null) {
        files.add(InputFile.of(spelling(path), status));
      }
    }
    files.sort(null);
    return files;
  }

  /** As {@code _metadata.file_path} spells it: {@code file:/a} for {@code file:///a}. */
  private static String spelling(Path path) {
    return new Path(path.toString()).toUri().toString();
  }

  private Map<String, FileStatus> list(Path directory) {
    try {
      Map<String, FileStatus> byName = new HashMap<>();
      for (FileStatus status : directory.getFileSystem(hadoop).listStatus(directory)) {
        byName.put(status.getPath().getName(), status);
      }
      return byName;
    } catch (FileNotFoundException e) {
      return Map.of();
    } catch (IOException e) {
      throw new StorageException(
          "Cannot read input directory %s: %s. Check the path's file system and its credentials"
              .formatted(directory, Messages.firstLine(e)),
          e);
    }
  }
}
