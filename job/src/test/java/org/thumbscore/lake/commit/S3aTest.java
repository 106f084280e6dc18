package org.thumbscore.lake.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.PathCheck;
import org.thumbscore.lake.storage.StorageException;

/** The modules of the SDK that stand in for its bundle are enough for S3A to start. */
class S3aTest {
  @Test
  void unreachableEndpointIsAStorageErrorInOneLine() throws IOException {
    InputLocation input = new InputLocation("s3a://lake/articles", Optional.empty());
    StorageException refused =
        assertThrows(
            StorageException.class, () -> PathCheck.requireExists(input, closedEndpoint()));
    assertTrue(
        refused.getMessage().startsWith("Cannot read input s3a://lake/articles: "),
        refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }

  @Test
  void unreachableOutputIsAStorageErrorInOneLine() throws IOException {
    Configuration hadoop = closedEndpoint();
    StorageException refused =
        assertThrows(
            StorageException.class, () -> ScoreSink.prepare("s3a://lake/out", hadoop, "run-1"));
    assertTrue(
        refused.getMessage().startsWith("Cannot write output s3a://lake/out: "),
        refused.getMessage());
  }

  /** An endpoint of this machine at which nobody listens. */
  private static Configuration closedEndpoint() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Configuration hadoop = new Configuration();
    hadoop.set("fs.s3a.endpoint", "http://127.0.0.1:" + port);
    hadoop.set("fs.s3a.endpoint.region", "us-east-1");
    hadoop.set("fs.s3a.path.style.access", "true");
    hadoop.set("fs.s3a.access.key", "key");
    hadoop.set("fs.s3a.secret.key", "secret");
    hadoop.set("fs.s3a.attempts.maximum", "1");
    hadoop.set("fs.s3a.retry.limit", "0");
    hadoop.set("fs.s3a.connection.establish.timeout", "2s");
    return hadoop;
  }
}
