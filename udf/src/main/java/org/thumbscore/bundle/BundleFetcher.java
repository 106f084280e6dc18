package org.thumbscore.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a bundle from any Hadoop path to local disk, once per JVM. Thread-safe. */
public final class BundleFetcher {
  private static final Logger LOG = LoggerFactory.getLogger(BundleFetcher.class);
  private static final Map<String, Path> FETCHED = new ConcurrentHashMap<>();

  private BundleFetcher() {}

  /**
   * Opens a bundle where it lies, or a local copy of it.
   *
   * @param location a local path or {@code file:} URI, opened in place; any other Hadoop URI is
   *     copied under {@code scratch} by the first who asks, while others wait
   * @throws BundleException if it cannot be read or is no bundle
   */
  public static ModelBundle fetch(String location, Configuration hadoop, Path scratch) {
    org.apache.hadoop.fs.Path remote = new org.apache.hadoop.fs.Path(location);
    String scheme = remote.toUri().getScheme();
    if (scheme == null || scheme.equals("file")) {
      return ModelBundle.open(Path.of(remote.toUri().getPath()));
    }
    // A failed copy leaves no entry, so the next to ask tries again.
    return ModelBundle.open(
        FETCHED.computeIfAbsent(location, unused -> copy(remote, hadoop, scratch)));
  }

  private static Path copy(org.apache.hadoop.fs.Path remote, Configuration hadoop, Path scratch) {
    long start = System.nanoTime();
    try {
      FileSystem files = remote.getFileSystem(hadoop);
      if (!files.exists(remote)) {
        throw new BundleException("Cannot open bundle " + remote + ": there is no such directory");
      }
      Path folder = Files.createDirectories(scratch.resolve("bundles").resolve(key(remote)));
      Path arriving = folder.resolve("arriving-" + UUID.randomUUID());
      FileUtil.copy(files, remote, arriving.toFile(), false, hadoop);
      // Renamed when whole: a copy that broke off is never taken for a bundle.
      Path whole = folder.resolve(remote.getName());
      Files.move(arriving, whole, StandardCopyOption.ATOMIC_MOVE);
      LOG.info("Fetched {} in {} ms", remote, (System.nanoTime() - start) / 1_000_000);
      return whole;
    } catch (IOException e) {
      throw new BundleException("Cannot fetch bundle " + remote + ": " + e.getMessage(), e);
    }
  }

  private static String key(org.apache.hadoop.fs.Path remote) {
    byte[] name = remote.toString().getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(name) + "-" + ProcessHandle.current().pid();
  }
}
