package org.thumbscore.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** A real S3 endpoint: S3Mock as a process of its own, on the loopback interface. */
public final class S3Mock implements AutoCloseable {
  /** Its one bucket. */
  public static final String BUCKET = "lake";

  private static final Pattern STARTED = Pattern.compile("started on ports? (\\d+) \\(http\\)");
  private static final int PATIENCE_SECONDS = 120;

  private final Process process;
  private final int port;

  private S3Mock(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it and waits until it listens.
   *
   * @param folder for its objects and its log
   */
  public static S3Mock start(Path folder) throws IOException, InterruptedException {
    String home = System.getProperty("thumbscore.s3mock");
    Path log = folder.resolve("s3mock.log");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            home + "/BOOT-INF/classes:" + home + "/BOOT-INF/lib/*",
            System.getProperty("thumbscore.s3mock.launcher"),
            "--server.address=127.0.0.1",
            "--server.port=0",
            "--com.adobe.testing.s3mock.http-port=0",
            "--com.adobe.testing.s3mock.store.root=" + folder.resolve("objects"),
            "--com.adobe.testing.s3mock.store.initial-buckets=" + BUCKET);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new S3Mock(process, awaitPort(process, log));
  }

  private static int awaitPort(Process process, Path log) throws IOException, InterruptedException {
    for (int i = 0; i < PATIENCE_SECONDS * 10 && process.isAlive(); i++) {
      String said = Files.readString(log);
      Matcher matcher = STARTED.matcher(said);
      if (matcher.find() && said.contains("Started S3MockOnLoopback")) {
        return Integer.parseInt(matcher.group(1));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    process.destroyForcibly();
    throw new IOException("S3Mock did not start:\n" + Files.readString(log));
  }

  /** Where it listens, on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Hadoop settings that lead to an endpoint on this machine. */
  public static Map<String, String> settings(int port) {
    return Map.of(
        "fs.s3a.endpoint", "http://127.0.0.1:" + port,
        "fs.s3a.endpoint.region", "us-east-1",
        "fs.s3a.path.style.access", "true",
        "fs.s3a.connection.ssl.enabled", "false",
        "fs.s3a.access.key", "PLANTEDACCESSKEY",
        "fs.s3a.secret.key", "planted-secret-key");
  }

  /** The same for a program's own use of Hadoop. */
  public static Configuration configuration(int port) {
    Configuration hadoop = new Configuration();
    settings(port).forEach(hadoop::set);
    hadoop.set("fs.s3a.impl.disable.cache", "true");
    return hadoop;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
