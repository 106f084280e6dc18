package org.thumbscore.lake.storage;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks once that each bucket is reachable, before a run begins. By default S3A retries for
 * minutes, which is useful during a run but not for a mistyped endpoint.
 */
public final class EndpointProbe {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointProbe.class);
  private static final Map<String, String> IMPATIENT =
      Map.of(
          "fs.s3a.attempts.maximum", "2",
          "fs.s3a.retry.limit", "3",
          "fs.s3a.retry.interval", "500ms",
          "fs.s3a.connection.establish.timeout", "5s",
          "fs.s3a.connection.timeout", "15s",
          // Otherwise the run would reuse this file system with its short timeouts.
          "fs.s3a.impl.disable.cache", "true");

  private EndpointProbe() {}

  /**
   * Checks the buckets of the given locations.
   *
   * @throws StorageException if a bucket does not respond within a minute
   */
  public static void at(Collection<String> locations, Configuration hadoop) {
    Map<String, Path> buckets = new LinkedHashMap<>();
    for (String location : locations) {
      if (location.startsWith("s3a://")) {
        Path path = new Path(location);
        buckets.putIfAbsent(String.valueOf(path.toUri().getAuthority()), path);
      }
    }
    Configuration impatient = new Configuration(hadoop);
    IMPATIENT.forEach(impatient::set);
    buckets.values().forEach(path -> look(path, impatient));
  }

  private static void look(Path path, Configuration hadoop) {
    try (FileSystem files = path.getFileSystem(hadoop)) {
      boolean unused = files.exists(path);
    } catch (IOException e) {
      UnreachableStorage.silence(e)
          .ifPresent(
              why -> {
                throw unreachable(path, hadoop.get("fs.s3a.endpoint", ""), why, e);
              });
    } catch (IllegalArgumentException e) {
      // Invalid locations are reported by later checks.
      LOG.debug("No first look at {}", path.toUri().getHost(), e);
    }
  }

  private static StorageException unreachable(
      Path path, String endpoint, String why, IOException cause) {
    return new StorageException(
        "Cannot reach bucket %s at %s: %s; expected an endpoint that answers. Check fs.s3a.endpoint and the network"
            .formatted(
                path.toUri().getHost(), endpoint.isEmpty() ? "Amazon's endpoint" : endpoint, why),
        cause);
  }
}
