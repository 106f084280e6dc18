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
import java.security.PrivilegedExceptionAction;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.UserGroupInformation;
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

  /** S3A looks for classes where Hadoop's are, which is not where spark-submit puts the job's. */
  @Test
  void laterSettingsNeedNotKnowTheClass() throws Exception {
    Configuration elsewhere = new Configuration();
    elsewhere.setClassLoader(ClassLoader.getPlatformClassLoader());
    String name =
        asNewUser(
            () -> {
              LocalFiles.use(new Configuration());
              return FileSystem.getLocal(elsewhere).getClass().getName();
            });
    assertEquals(LocalFiles.class.getName(), name);
  }

  @Test
  void configuredClassStays() throws Exception {
    Configuration configured = new Configuration();
    configured.set("fs.file.impl", LocalFileSystem.class.getName());
    String name =
        asNewUser(
            () -> {
              LocalFiles.use(configured);
              return FileSystem.get(URI.create("file:///"), configured).getClass().getName();
            });
    assertEquals(LocalFileSystem.class.getName(), name);
  }

  /** Hadoop keeps file systems for each user. */
  private static String asNewUser(PrivilegedExceptionAction<String> action) throws Exception {
    UserGroupInformation user = UserGroupInformation.createRemoteUser("user-" + UUID.randomUUID());
    try {
      return user.doAs(action);
    } finally {
      FileSystem.closeAllForUGI(user);
    }
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
