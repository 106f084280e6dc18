package org.thumbscore.lake.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalFilesTest {
  @TempDir Path folder;

  /** Hadoop takes away what the umask says, whatever the process's own is. */
  @ParameterizedTest
  @ValueSource(strings = {"022", "077", "000", "027"})
  void filesHaveThePermissionsThatHadoopGivesThem(String umask) throws IOException {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.permissions.umask-mode", umask);
    String ours = permissionsOfAFile(new LocalFiles(), "größe ours", hadoop);
    assertEquals(permissionsOfAFile(new LocalFileSystem(), "größe theirs", hadoop), ours);
  }

  private String permissionsOfAFile(LocalFileSystem files, String name, Configuration hadoop)
      throws IOException {
    try (files) {
      files.initialize(URI.create("file:///"), hadoop);
      Path file = folder.resolve(name);
      try (OutputStream out = files.create(new org.apache.hadoop.fs.Path(file.toUri()))) {
        out.write(1);
      }
      assertTrue(Files.exists(folder.resolve("." + name + ".crc")), "a checksum is written");
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
  }

  @Test
  void permissionsAreSet() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "x");
    try (LocalFiles files = new LocalFiles()) {
      files.initialize(URI.create("file:///"), new Configuration());
      files.setPermission(
          new org.apache.hadoop.fs.Path(file.toUri()), new FsPermission((short) 0640));
    }
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void otherStoresAreNotLocal() throws IOException {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.other.impl", Other.class.getName());
    assertTrue(LocalFiles.hold(List.of("a/b", "/tmp", "file:/tmp/x"), hadoop));
    assertFalse(LocalFiles.hold(List.of("/tmp", "other://bucket/x"), hadoop));
    assertFalse(LocalFiles.hold(List.of("/tmp", "unknown://bucket/x"), hadoop));
  }

  /** A file system of another scheme. */
  public static final class Other extends org.apache.hadoop.fs.FilterFileSystem {
    public Other() throws IOException {
      super(FileSystem.getLocal(new Configuration()));
    }

    @Override
    public void initialize(URI name, Configuration conf) {}

    @Override
    public URI getUri() {
      return URI.create("other://bucket");
    }
  }
}
