package org.thumbscore.lake.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * The local disk, as Hadoop's {@link LocalFileSystem} presents it. Without Hadoop's native library,
 * which few machines have, Hadoop starts a process for each file that is created, to set its
 * permissions; this class sets them itself.
 */
public final class LocalFiles extends LocalFileSystem {
  private static final String SETTING = "fs.file.impl";

  /** Creates the file system, which Hadoop initializes. */
  public LocalFiles() {
    super(new Raw());
  }

  /**
   * Makes this class the local disk of this process, unless {@code fs.file.impl} names another or
   * the process has opened the local disk already. Hadoop keeps the first file system that it makes
   * of a scheme; naming the class in the settings instead would make every connector look for it,
   * and S3A looks only where Hadoop's own classes are.
   */
  public static void use(Configuration hadoop) {
    if (hadoop.get(SETTING) != null) {
      return;
    }
    Configuration own = new Configuration(hadoop);
    own.setClassLoader(LocalFiles.class.getClassLoader());
    own.setClass(SETTING, LocalFiles.class, FileSystem.class);
    try {
      FileSystem.get(URI.create("file:///"), own);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether all of the paths are on the local disk. */
  public static boolean hold(Collection<String> locations, Configuration hadoop) {
    return locations.stream().allMatch(location -> isLocal(location, hadoop));
  }

  private static boolean isLocal(String location, Configuration hadoop) {
    try {
      return "file".equals(new Path(location).getFileSystem(hadoop).getUri().getScheme());
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /** The same disk without checksum files. */
  private static final class Raw extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      if (permission.getStickyBit()) {
        super.setPermission(path, permission);
        return;
      }
      String text =
          permission.getUserAction().SYMBOL
              + permission.getGroupAction().SYMBOL
              + permission.getOtherAction().SYMBOL;
      try {
        Files.setPosixFilePermissions(
            pathToFile(path).toPath(), PosixFilePermissions.fromString(text));
      } catch (UnsupportedOperationException e) {
        super.setPermission(path, permission);
      }
    }
  }
}
