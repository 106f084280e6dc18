package org.thumbscore.lake.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files and directories at the location of an input. A location that exists is taken literally;
 * otherwise it is treated as a glob.
 *
 * @param found the files and directories in path order; empty if there are none
 * @param match how they were found
 */
public record InputRoots(List<FileStatus> found, Match match) {
  public InputRoots {
    found = List.copyOf(found);
  }

  /** The interpretation of a location. */
  public enum Match {
    NAME,
    GLOB
  }

  /**
   * Resolves a location.
   *
   * @throws IOException if access to the storage fails or the scheme is unknown
   * @throws IllegalArgumentException if the location is not a valid path
   */
  public static InputRoots of(String location, Configuration hadoop) throws IOException {
    Path path = new Path(location);
    FileSystem files = path.getFileSystem(hadoop);
    try {
      return new InputRoots(List.of(files.getFileStatus(path)), Match.NAME);
    } catch (FileNotFoundException e) {
      return new InputRoots(globbed(path, files), Match.GLOB);
    }
  }

  private static List<FileStatus> globbed(Path path, FileSystem files) throws IOException {
    FileStatus[] found = files.globStatus(path);
    return found == null ? List.of() : Arrays.stream(found).sorted().toList();
  }

  /** Returns the literal paths of the files and directories. */
  public List<String> paths() {
    return found.stream().map(status -> status.getPath().toString()).toList();
  }
}
