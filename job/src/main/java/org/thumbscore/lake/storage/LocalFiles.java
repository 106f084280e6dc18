package org.thumbscore.lake.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import org.apache.hadoop.conf.Configuration;
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
  /** Creates the file system, which Hadoop initializes. */
  public LocalFiles() {
    super(new Raw());
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
