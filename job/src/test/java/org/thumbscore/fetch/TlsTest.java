package org.thumbscore.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static final String PASSWORD = "changeit";

  private final BlockingQueue<String> names = new LinkedBlockingQueue<>();

  @TempDir private Path folder;

  @Test
  void strangersCertificateIsRefusedAndTheServerIsAskedByName() throws Exception {
    try (SSLServerSocket server = server();
        ExecutorFetcher executor =
            new ExecutorFetcher(
                Images.settings(new Politeness("t", 1, 10_000, Politeness.Robots.IGNORED)),
                host -> List.of(InetAddress.getLoopbackAddress()))) {
      Thread thread = new Thread(() -> shakeHands(server));
      thread.setDaemon(true);
      thread.start();
      FetchResult result =
          executor.fetcher().attempt("https://images.example:" + server.getLocalPort() + "/a.jpg");
      assertEquals(FetchStatus.CONNECTION_FAILED, result.status());
      assertTrue(
          result.error().orElseThrow().contains("certification path"), result.error().toString());
      assertEquals("images.example", names.poll(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void handshakeThatDripsEndsInTime() throws Exception {
    FetchSettings impatient = Images.impatient();
    FetchSettings settings =
        new FetchSettings(
            impatient.limits(),
            new Politeness("t", 1, 10_000, Politeness.Robots.IGNORED),
            impatient.addresses(),
            impatient.concurrency());
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        ExecutorFetcher executor = new ExecutorFetcher(settings, HostResolver.SYSTEM)) {
      Thread thread = new Thread(() -> drip(server));
      thread.setDaemon(true);
      thread.start();
      long start = System.nanoTime();
      FetchResult result =
          executor.fetcher().attempt("https://127.0.0.1:" + server.getLocalPort() + "/a.jpg");
      assertEquals(FetchStatus.TIMEOUT, result.status(), result.error().toString());
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(15));
    }
  }

  /** The head of a record of 16 KiB, and then a byte at a time, so that no read is ever late. */
  private static void drip(ServerSocket server) {
    try (Socket connection = server.accept()) {
      connection.getOutputStream().write(new byte[] {0x16, 3, 3, 0x40, 0});
      for (int i = 0; i < 1 << 14; i++) {
        connection.getOutputStream().write(2);
        Thread.sleep(50);
      }
    } catch (IOException | InterruptedException e) {
      // The client has left.
      return;
    }
  }

  private static void shakeHands(SSLServerSocket server) {
    try (SSLSocket connection = (SSLSocket) server.accept()) {
      connection.startHandshake();
    } catch (IOException e) {
      // The client refuses, as it must.
      return;
    }
  }

  private SSLServerSocket server() throws Exception {
    SSLServerSocket server =
        (SSLServerSocket)
            context()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    SSLParameters parameters = server.getSSLParameters();
    parameters.setSNIMatchers(
        List.of(
            new SNIMatcher(StandardConstants.SNI_HOST_NAME) {
              @Override
              public boolean matches(SNIServerName name) {
                return names.add(new String(name.getEncoded(), StandardCharsets.US_ASCII));
              }
            }));
    server.setSSLParameters(parameters);
    return server;
  }

  private SSLContext context() throws IOException, GeneralSecurityException, InterruptedException {
    Path file = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "server",
                "-dname",
                "CN=images.example",
                "-ext",
                "san=dns:images.example",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, keytool.waitFor());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
