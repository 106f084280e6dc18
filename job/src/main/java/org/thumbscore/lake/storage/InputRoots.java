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
 * What lies where an input was said to be. A location that exists is a name, whatever signs it is
 * made of; only one that does not is taken as a glob.
 *
 * @param found files and directories, in the order of their paths; empty where there is nothing
 * @param match how they were found
 */
public record InputRoots(List<FileStatus> found, Match match) {
  public InputRoots {
    found = List.copyOf(found);
  }

  /** How a location names what it names. */
  public enum Match {
    NAME,
    GLOB
  }

  /**
   * Looks.
   *
   * @throws IOException if the storage cannot be asked, or its scheme is not known
   * @throws IllegalArgumentException if the location is no path
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

  /** The paths found, none of them a pattern. */
  public List<String> paths() {
    return found.stream().map(status -> status.getPath().toString()).toList();
  }
}
