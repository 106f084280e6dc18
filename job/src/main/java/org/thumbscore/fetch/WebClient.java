package org.thumbscore.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;

/**
 * An HTTP client that makes single requests with bounded responses. Thread-safe. {@link #close}
 * cancels running requests.
 */
final class WebClient implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;

  private final CloseableHttpClient client;
  private final ScheduledExecutorService watchdog =
      Executors.newSingleThreadScheduledExecutor(
          new BasicThreadFactory.Builder()
              .namingPattern("thumbscore-fetch-deadline")
              .daemon(true)
              .build());

  /**
   * Wraps an HTTP client.
   *
   * @param client a client that follows no redirects and retries nothing; closed with this instance
   */
  WebClient(CloseableHttpClient client) {
    this.client = client;
  }

  /**
   * Sends a GET request.
   *
   * @param wanted decides by the status and headers whether the body is read
   * @param maxBytes the maximum size of the body in bytes
   * @param nanos the time limit for the complete response in nanoseconds
   * @throws TooLargeException if the body is larger than {@code maxBytes}
   * @throws DeadlineException if the time limit is exceeded
   * @throws IOException if there is no complete response
   */
  Reply get(WebUrl url, Predicate<ReplyHead> wanted, int maxBytes, long nanos) throws IOException {
    HttpGet request = new HttpGet(url.target());
    long deadline = System.nanoTime() + nanos;
    ScheduledFuture<?> alarm =
        watchdog.schedule(request::cancel, Math.max(nanos, 0), TimeUnit.NANOSECONDS);
    try {
      return exchange(url, request, wanted, maxBytes);
    } catch (TooLargeException | BlockedAddressException e) {
      throw e;
    } catch (IOException e) {
      throw System.nanoTime() >= deadline ? new DeadlineException(e) : e;
    } finally {
      alarm.cancel(false);
    }
  }

  private Reply exchange(WebUrl url, HttpGet request, Predicate<ReplyHead> wanted, int maxBytes)
      throws IOException {
    HttpHost host = new HttpHost(url.scheme(), url.host(), url.port());
    ClassicHttpResponse response = client.executeOpen(host, request, null);
    boolean whole = false;
    try {
      ReplyHead head = ReplyHead.of(response);
      Optional<byte[]> body =
          wanted.test(head) ? Optional.of(body(response, head, maxBytes)) : Optional.empty();
      whole = body.isPresent() || response.getEntity() == null;
      return new Reply(head, body);
    } finally {
      if (!whole) {
        // Closing the response would first read the rest of it, which may be endless.
        request.cancel();
      }
      closeQuietly(response);
    }
  }

  private static byte[] body(ClassicHttpResponse response, ReplyHead head, int maxBytes)
      throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    if (head.contentLength().orElse(0) > maxBytes) {
      throw new TooLargeException(
          "found a Content-Length of %d bytes, expected at most %d"
              .formatted(head.contentLength().getAsLong(), maxBytes));
    }
    return read(entity.getContent(), maxBytes);
  }

  private static byte[] read(InputStream content, int maxBytes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER);
    byte[] buffer = new byte[BUFFER];
    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
      if (bytes.size() + n > maxBytes) {
        throw new TooLargeException(
            "found more than %d bytes, expected at most as many".formatted(maxBytes));
      }
      bytes.write(buffer, 0, n);
    }
    return bytes.toByteArray();
  }

  private static void closeQuietly(ClassicHttpResponse response) {
    try {
      response.close();
    } catch (IOException e) {
      // The needed part of the response has already been read.
      return;
    }
  }

  @Override
  public void close() {
    watchdog.shutdownNow();
    client.close(CloseMode.IMMEDIATE);
  }
}
