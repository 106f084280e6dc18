package org.thumbscore.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.common.Redaction;
import org.thumbscore.common.StorageUri;

/**
 * A fetcher that copies bundles from any Hadoop path to the local disk, once per JVM. Thread-safe.
 */
public final class BundleFetcher {
  private static final Logger LOG = LoggerFactory.getLogger(BundleFetcher.class);
  private static final Map<String, Path> FETCHED = new ConcurrentHashMap<>();

  private BundleFetcher() {}

  /**
   * Opens a bundle in place or from a local copy.
   *
   * @param location a local path or {@code file:} URI, opened in place; any other Hadoop URI is
   *     copied to {@code scratch} by the first caller, while others wait, and again after that copy
   *     has been deleted
   * @throws BundleException if the location cannot be read or is not a bundle
   */
  public static ModelBundle fetch(String location, Configuration hadoop, Path scratch) {
    org.apache.hadoop.fs.Path remote = parse(location);
    String scheme = remote.toUri().getScheme();
    if (scheme == null || scheme.equals("file")) {
      return ModelBundle.open(Path.of(remote.toUri().getPath()));
    }
    // A failed copy leaves no entry, so the next caller tries again. A copy exists only as long as
    // the scratch directory of its creator, and the JVM may outlive that directory.
    return ModelBundle.open(
        FETCHED.compute(
            location,
            (unused, known) ->
                known != null && Files.isDirectory(known) ? known : copy(remote, hadoop, scratch)));
  }

  private static org.apache.hadoop.fs.Path parse(String location) {
    try {
      return new org.apache.hadoop.fs.Path(StorageUri.canonical(location));
    } catch (IllegalArgumentException e) {
      throw new BundleException(
          "Cannot open bundle '" + location + "': not a path or URI: " + e.getMessage(), e);
    }
  }

  private static Path copy(org.apache.hadoop.fs.Path remote, Configuration hadoop, Path scratch) {
    long start = System.nanoTime();
    try {
      FileSystem files = remote.getFileSystem(hadoop);
      requireDirectory(files, remote);
      Path bundles = Files.createDirectories(scratch.resolve("bundles"));
      // No other thread knows the new directory, so an incomplete copy is never used as a bundle.
      Path copy = Files.createTempDirectory(bundles, "").resolve(nameOf(remote));
      copyWhole(files, remote, copy, hadoop);
      LOG.info(
          "Fetched {} in {} ms",
          Redaction.redact(remote.toString()),
          (System.nanoTime() - start) / 1_000_000);
      return copy;
    } catch (IOException e) {
      throw BundleException.because("Cannot fetch bundle " + remote, e);
    }
  }

  private static void requireDirectory(FileSystem files, org.apache.hadoop.fs.Path remote)
      throws IOException {
    try {
      if (files.getFileStatus(remote).isDirectory()) {
        return;
      }
    } catch (FileNotFoundException e) {
      throw new BundleException("Cannot open bundle " + remote + ": there is no such directory", e);
    }
    throw new BundleException("Cannot open bundle " + remote + ": it is a file, not a directory");
  }

  /** Returns the bundle's name, or that of the bucket if the bundle is at its root. */
  private static String nameOf(org.apache.hadoop.fs.Path remote) {
    return Stream.of(remote.getName(), remote.toUri().getAuthority())
        .filter(name -> name != null && !name.isEmpty())
        // The name is written to the rows.
        .map(name -> name.substring(name.lastIndexOf('@') + 1))
        .findFirst()
        .orElse("bundle");
  }

  private static void copyWhole(
      FileSystem files, org.apache.hadoop.fs.Path remote, Path copy, Configuration hadoop)
      throws IOException {
    boolean whole = false;
    try {
      whole = FileUtil.copy(files, remote, copy.toFile(), false, hadoop);
      if (!whole) {
        throw new IOException("cannot write " + copy);
      }
    } finally {
      if (!whole) {
        FileUtil.fullyDelete(copy.getParent().toFile());
      }
    }
  }
}
