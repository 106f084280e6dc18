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
 * Asks each bucket once whether anybody is there, before a run begins. S3A asks for minutes before
 * it gives up, which is right in the midst of a run and wrong for a mistyped endpoint.
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
          // Else the run would go on with this file system.
          "fs.s3a.impl.disable.cache", "true");

  private EndpointProbe() {}

  /**
   * Looks at the buckets among these locations.
   *
   * @throws StorageException if one does not answer within a minute
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
      // What does answer, or is no bucket at all, is looked at in detail later.
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
