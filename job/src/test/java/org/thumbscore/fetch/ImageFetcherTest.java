package org.thumbscore.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One attempt at a time against a server that does all that servers do. */
class ImageFetcherTest {
  private static final byte[] JPEG = Images.jpeg(0x3366CC);

  private final HostileServer server = new HostileServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void imageArrivesByteForByte() {
    server.answer("/a.jpg", HostileServer.image(JPEG));
    FetchResult result = fetch("/a.jpg");
    assertEquals(FetchStatus.FETCHED, result.status(), result.error().toString());
    assertArrayEquals(JPEG, result.image().orElseThrow());
    assertEquals("image/jpeg", result.contentType().orElseThrow());
    assertEquals(200, result.httpStatus().orElseThrow());
    assertEquals(server.url("/a.jpg"), result.finalUrl().orElseThrow());
  }

  @Test
  void requestSaysWhoAsksAndWantsTheBytesAsTheyAre() {
    server.answer("/a.jpg", HostileServer.image(JPEG));
    fetch("/a.jpg");
    String head = server.requests().get(1).head();
    assertTrue(head.contains("User-Agent: thumbscore/test\n"), head);
    assertTrue(head.contains("Accept-Encoding: identity\n"), head);
    assertTrue(head.contains("Host: 127.0.0.1:" + server.port() + "\n"), head);
    assertFalse(head.toLowerCase(java.util.Locale.ROOT).contains("cookie"), head);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410, 451})
  void clientErrorIsNotFoundForGood(int status) {
    server.answer("/a.jpg", HostileServer.status(status));
    FetchResult result = fetch("/a.jpg");
    assertEquals(FetchStatus.NOT_FOUND, result.status());
    assertEquals(status, result.httpStatus().orElseThrow());
    assertFalse(result.temporary());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 429, 408})
  void serverErrorMayPass(int status) {
    server.answer("/a.jpg", HostileServer.status(status, "Retry-After: 7"));
    FetchResult result = fetch("/a.jpg");
    assertEquals(FetchStatus.SERVER_ERROR, result.status());
    assertTrue(result.temporary());
    assertEquals(7, result.retryAfter().orElseThrow().toSeconds());
  }

  @Test
  void redirectsAreFollowedToTheImage() {
    server.answer("/1", HostileServer.redirect("/2?x=1"));
    server.answer("/2?x=1", HostileServer.redirect("3/a b.jpg"));
    server.answer("/3/a%20b.jpg", HostileServer.redirect(server.url("/a.jpg")));
    server.answer("/a.jpg", HostileServer.image(JPEG));
    FetchResult result = fetch("/1");
    assertEquals(FetchStatus.FETCHED, result.status(), result.error().toString());
    assertEquals(server.url("/a.jpg"), result.finalUrl().orElseThrow());
  }

  @Test
  void redirectLoopEnds() {
    server.answer("/1", HostileServer.redirect("/2"));
    server.answer("/2", HostileServer.redirect("/1"));
    FetchResult result = fetch("/1");
    assertEquals(FetchStatus.TOO_MANY_REDIRECTS, result.status());
    assertEquals(6, server.asked("/1") + server.asked("/2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.2/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[fd00::1]/",
        "http://10.1.2.3/",
        "http://0.0.0.0/",
        "http://100.64.0.1/"
      })
  void redirectToAPrivateAddressIsBlocked(String target) {
    server.answer("/1", HostileServer.redirect(target));
    FetchResult result = fetch("/1");
    assertEquals(FetchStatus.BLOCKED_ADDRESS, result.status(), result.error().toString());
    assertFalse(result.temporary());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "ftp://127.0.0.1/a.jpg",
        "javascript:alert(1)",
        "data:image/png;base64,AAAA",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://user:secret@127.0.0.1/"
      })
  void redirectToWhatIsNoPlainWebUrlIsInvalid(String target) {
    server.answer("/1", HostileServer.redirect(target));
    FetchResult result = fetch("/1");
    assertEquals(FetchStatus.URL_INVALID, result.status(), result.error().toString());
    assertFalse(result.error().orElseThrow().contains("secret"));
  }

  @Test
  void otherContentTypeIsNoImageAndIsNotRead() {
    server.answer("/a.jpg", HostileServer.body("text/html; charset=utf-8", JPEG));
    FetchResult result = fetch("/a.jpg");
    assertEquals(FetchStatus.NOT_AN_IMAGE, result.status());
    assertEquals("found content type text/html, expected image/...", result.error().orElseThrow());
  }

  @Test
  void pageThatClaimsToBeAnImageIsNone() {
    byte[] page = "<!doctype html><p>Not here".getBytes(StandardCharsets.UTF_8);
    server.answer("/a.jpg", HostileServer.image(page));
    assertNoImage("found an HTML page", fetch("/a.jpg"));
    server.answer("/b.jpg", HostileServer.image(new byte[0]));
    assertNoImage("found 0 bytes of no known format", fetch("/b.jpg"));
    byte[] avif = "\0\0\0\u0010ftypavif\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    server.answer("/c.jpg", HostileServer.image(avif));
    assertNoImage("found an AVIF image", fetch("/c.jpg"));
  }

  private static void assertNoImage(String found, FetchResult result) {
    assertEquals(FetchStatus.NOT_AN_IMAGE, result.status());
    assertEquals(
        found + ", expected JPEG, PNG, GIF, WebP, BMP or TIFF", result.error().orElseThrow());
  }

  @Test
  void announcedSizeIsRefusedUnread() {
    server.answer(
        "/a.jpg",
        HostileServer.raw(
            "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 99999999999\r\n",
            JPEG));
    FetchResult result = fetch("/a.jpg");
    assertEquals(FetchStatus.TOO_LARGE, result.status());
    assertTrue(result.error().orElseThrow().contains("Content-Length of 99999999999 bytes"));
  }

  @Test
  void endlessBodyIsLeftOnceTooLarge() {
    byte[] block = new byte[64 * 1024];
    server.answer(
        "/a.jpg",
        (connection, attempt) -> {
          HostileServer.raw("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n", JPEG)
              .to(connection, attempt);
          while (true) {
            connection.getOutputStream().write(block);
          }
        });
    assertEquals(FetchStatus.TOO_LARGE, fetch("/a.jpg").status());
  }

  @Test
  void slowDripEndsInTime() {
    server.answer(
        "/a.jpg",
        (connection, attempt) -> {
          HostileServer.raw("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n", JPEG)
              .to(connection, attempt);
          while (true) {
            connection.getOutputStream().write(0);
            Thread.sleep(50);
          }
        });
    FetchResult result = fetch(Images.impatient(), server.url("/a.jpg"));
    assertEquals(FetchStatus.TIMEOUT, result.status(), result.error().toString());
    assertTrue(result.temporary());
  }

  @Test
  void silenceEndsInTime() {
    server.answer("/a.jpg", (connection, attempt) -> Thread.sleep(60_000));
    FetchResult result = fetch(Images.impatient(), server.url("/a.jpg"));
    assertEquals(FetchStatus.TIMEOUT, result.status(), result.error().toString());
  }

  @Test
  void headersWithoutEndAreLeft() {
    server.answer(
        "/a.jpg",
        (connection, attempt) -> {
          connection
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.UTF_8));
          while (true) {
            connection.getOutputStream().write("X: y\r\n".getBytes(StandardCharsets.UTF_8));
          }
        });
    assertEquals(FetchStatus.CONNECTION_FAILED, fetch("/a.jpg").status());
    server.answer(
        "/b.jpg",
        (connection, attempt) -> {
          while (true) {
            connection.getOutputStream().write(new byte[] {'y', 'y', 'y', 'y'});
          }
        });
    assertEquals(FetchStatus.CONNECTION_FAILED, fetch("/b.jpg").status());
  }

  @Test
  void resetConnectionFailsAndMayPass() {
    server.answer("/a.jpg", (connection, attempt) -> connection.setSoLinger(true, 0));
    FetchResult result = fetch("/a.jpg");
    assertEquals(FetchStatus.CONNECTION_FAILED, result.status());
    assertTrue(result.temporary());
  }

  @Test
  void truncatedBodyIsNoImage() {
    server.answer(
        "/a.jpg",
        HostileServer.raw(
            "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: "
                + (JPEG.length + 1)
                + "\r\n",
            JPEG));
    FetchResult result = fetch("/a.jpg");
    assertEquals(FetchStatus.CONNECTION_FAILED, result.status());
    assertTrue(result.image().isEmpty());
    assertTrue(result.error().orElseThrow().contains("Premature end"), result.error().toString());
  }

  @Test
  void encodedBodyIsNotUnpacked() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      gzip.write(new byte[10_000_000]);
    }
    server.answer(
        "/a.jpg", HostileServer.body("image/jpeg", bomb.toByteArray(), "Content-Encoding: gzip"));
    FetchResult result = fetch("/a.jpg");
    assertEquals(FetchStatus.NOT_AN_IMAGE, result.status());
    assertTrue(result.error().orElseThrow().contains("content encoding gzip"));
  }

  @Test
  void chunkedBodyIsRead() {
    byte[] start = Arrays.copyOf(JPEG, 10);
    String head = "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nTransfer-Encoding: chunked\r\n";
    server.answer("/a.jpg", HostileServer.raw(head, chunked(start, "a\r\n", "\r\n0\r\n\r\n")));
    assertArrayEquals(start, fetch("/a.jpg").image().orElseThrow());
    server.answer("/b.jpg", HostileServer.raw(head, chunked(start, "zz\r\n", "\r\n0\r\n\r\n")));
    assertEquals(FetchStatus.CONNECTION_FAILED, fetch("/b.jpg").status());
    server.answer("/c.jpg", HostileServer.raw(head, chunked(start, "a\r\n", "\r\n")));
    assertEquals(FetchStatus.CONNECTION_FAILED, fetch("/c.jpg").status());
    server.answer("/d.jpg", HostileServer.raw(head, chunked(start, "7fffffff\r\n", "")));
    assertEquals(FetchStatus.CONNECTION_FAILED, fetch("/d.jpg").status());
  }

  private static byte[] chunked(byte[] bytes, String before, String after) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(before.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(bytes);
    out.writeBytes(after.getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  @Test
  void robotsAreObeyedAndAskedOnce() {
    robots("User-agent: thumbscore\nDisallow: /private/\n");
    server.answer("/private/a.jpg", HostileServer.image(JPEG));
    server.answer("/a.jpg", HostileServer.image(JPEG));
    try (ExecutorFetcher executor = executor(Images.settings())) {
      assertEquals(
          FetchStatus.BLOCKED_BY_ROBOTS, attempt(executor, server.url("/private/a.jpg")).status());
      assertEquals(FetchStatus.FETCHED, attempt(executor, server.url("/a.jpg")).status());
    }
    assertEquals(0, server.asked("/private/a.jpg"));
    assertEquals(1, server.asked("/robots.txt"));
  }

  @Test
  void robotsOfOtherAgentsDoNotBind() {
    robots("User-agent: other\nDisallow: /\n");
    server.answer("/a.jpg", HostileServer.image(JPEG));
    assertEquals(FetchStatus.FETCHED, fetch("/a.jpg").status());
  }

  @Test
  void robotsAreObeyedBehindARedirectToo() {
    robots("User-agent: *\nDisallow: /private/\n");
    server.answer("/1", HostileServer.redirect("/private/a.jpg"));
    server.answer("/private/a.jpg", HostileServer.image(JPEG));
    assertEquals(FetchStatus.BLOCKED_BY_ROBOTS, fetch("/1").status());
    assertEquals(0, server.asked("/private/a.jpg"));
  }

  @Test
  void robotsThatFailDisallow() {
    server.answer("/robots.txt", HostileServer.status(503));
    server.answer("/a.jpg", HostileServer.image(JPEG));
    FetchResult result = fetch("/a.jpg");
    assertEquals(FetchStatus.BLOCKED_BY_ROBOTS, result.status());
    assertTrue(result.temporary());
    assertEquals(0, server.asked("/a.jpg"));
  }

  @Test
  void robotsMayBeRedirected() {
    server.answer("/robots.txt", HostileServer.redirect("/rules"));
    server.answer(
        "/rules",
        HostileServer.body(
            "text/plain", "User-agent: *\nDisallow: /".getBytes(StandardCharsets.UTF_8)));
    server.answer("/a.jpg", HostileServer.image(JPEG));
    assertEquals(FetchStatus.BLOCKED_BY_ROBOTS, fetch("/a.jpg").status());
    server.answer("/robots.txt", HostileServer.redirect("http://169.254.169.254/robots.txt"));
    assertEquals(FetchStatus.BLOCKED_ADDRESS, fetch("/a.jpg").status());
    assertEquals(0, server.asked("/a.jpg"));
  }

  @Test
  void robotsWithoutEndDisallowAndAreAskedForOnce() {
    server.answer("/robots.txt", HostileServer.body("text/plain", new byte[600 * 1024]));
    server.answer("/a.jpg", HostileServer.image(JPEG));
    try (ExecutorFetcher executor = executor(Images.settings())) {
      for (int i = 0; i < 3; i++) {
        assertEquals(
            FetchStatus.BLOCKED_BY_ROBOTS, attempt(executor, server.url("/a.jpg")).status());
      }
    }
    assertEquals(1, server.asked("/robots.txt"));
    assertEquals(0, server.asked("/a.jpg"));
  }

  @Test
  void absurdCrawlDelayDisallowsRatherThanHoldUpTheRun() {
    robots("User-agent: *\nCrawl-delay: 86400\n");
    server.answer("/a.jpg", HostileServer.image(JPEG));
    assertEquals(FetchStatus.BLOCKED_BY_ROBOTS, fetch("/a.jpg").status());
    assertEquals(0, server.asked("/a.jpg"));
  }

  @Test
  void ignoredRobotsAreNotAskedFor() {
    robots("User-agent: *\nDisallow: /\n");
    server.answer("/a.jpg", HostileServer.image(JPEG));
    FetchSettings rude = Images.settings(new Politeness("x", 4, 10_000, Politeness.Robots.IGNORED));
    assertEquals(FetchStatus.FETCHED, fetch(rude, server.url("/a.jpg")).status());
    assertEquals(0, server.asked("/robots.txt"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a.jpg",
        "//127.0.0.1/a.jpg",
        "ftp://127.0.0.1/a.jpg",
        "http://",
        "http:///a.jpg",
        "http://127.0.0.1:99999/",
        "http://a:b@127.0.0.1/",
        "http://a@127.0.0.1/",
        "http://good.example\\@127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.01/",
        "http://256.1.1.1/",
        "http://[::1%25eth0]/",
        "http://exa mple/",
        "http://ex%61mple/",
        "mailto:a@b"
      })
  void otherThanPlainWebUrlsAreInvalid(String url) {
    assertEquals(FetchStatus.URL_INVALID, fetch(Images.settings(), url).status(), url);
    assertEquals(0, server.requests().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[ff02::1]/",
        "http://169.254.169.254/",
        "http://192.168.1.1/",
        "http://172.31.255.255/",
        "http://198.18.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://１２７.0.0.1/",
        "http://127.0.0.1./",
        "https://10.0.0.1/",
        "http://8.8.8.8:22/"
      })
  void privateAddressesAndOtherPortsAreBlockedByDefault(String url) {
    FetchSettings usual = Images.settings();
    FetchSettings closed =
        new FetchSettings(
            usual.limits(),
            usual.politeness(),
            new AddressPolicy(List.of(), AddressPolicy.WEB_PORTS),
            8);
    FetchResult result = fetch(closed, url);
    assertEquals(FetchStatus.BLOCKED_ADDRESS, result.status(), url + result.error());
  }

  @Test
  void oneBlockedAddressAmongSeveralBlocksTheHost() {
    HostResolver both =
        host -> List.of(InetAddress.getLoopbackAddress(), InetAddress.getByName("10.0.0.1"));
    server.answer("/a.jpg", HostileServer.image(JPEG));
    try (ExecutorFetcher executor = new ExecutorFetcher(Images.settings(), both)) {
      FetchResult result = attempt(executor, named("two.example"));
      assertEquals(FetchStatus.BLOCKED_ADDRESS, result.status());
      assertEquals(
          "found address 10.0.0.1 of host two.example, expected a public one",
          result.error().orElseThrow());
    }
    assertEquals(0, server.requests().size());
  }

  @Test
  void whatWasCheckedIsConnectedToHoweverTheNameChanges() {
    AtomicInteger asked = new AtomicInteger();
    Iterator<String> answers = List.of("127.0.0.1", "10.0.0.1", "10.0.0.1", "10.0.0.1").iterator();
    HostResolver rebinding =
        host -> {
          asked.incrementAndGet();
          return List.of(InetAddress.getByName(answers.next()));
        };
    server.answer("/a.jpg", HostileServer.image(JPEG));
    FetchSettings noRobots =
        Images.settings(new Politeness("x", 4, 10_000, Politeness.Robots.IGNORED));
    try (ExecutorFetcher executor = new ExecutorFetcher(noRobots, rebinding)) {
      assertEquals(FetchStatus.FETCHED, attempt(executor, named("re.example")).status());
      assertEquals(1, asked.get());
      // The server closed the connection, so the next request resolves again.
      assertEquals(FetchStatus.BLOCKED_ADDRESS, attempt(executor, named("re.example")).status());
    }
    assertTrue(server.requests().get(0).head().contains("Host: re.example:" + server.port()));
    assertEquals(1, server.requests().size());
  }

  @Test
  void hostWithoutAddressFails() {
    HostResolver none =
        host -> {
          throw new java.net.UnknownHostException(host);
        };
    try (ExecutorFetcher executor = new ExecutorFetcher(Images.settings(), none)) {
      FetchResult result = attempt(executor, "http://gone.example/a.jpg");
      assertEquals(FetchStatus.CONNECTION_FAILED, result.status());
      assertEquals("found no address of host gone.example", result.error().orElseThrow());
    }
  }

  @Test
  void hostThatNeverAnswersIsGivenUp() {
    AtomicInteger asked = new AtomicInteger();
    HostResolver none =
        host -> {
          asked.incrementAndGet();
          throw new java.net.UnknownHostException(host);
        };
    try (ExecutorFetcher executor = new ExecutorFetcher(Images.settings(), none)) {
      for (int i = 0; i < 30; i++) {
        attempt(executor, "http://gone.example/a.jpg");
      }
    }
    assertEquals(10, asked.get());
  }

  private String named(String host) {
    return "http://" + host + ":" + server.port() + "/a.jpg";
  }

  private void robots(String rules) {
    server.answer(
        "/robots.txt", HostileServer.body("text/plain", rules.getBytes(StandardCharsets.UTF_8)));
  }

  private FetchResult fetch(String path) {
    return fetch(Images.settings(), server.url(path));
  }

  private static FetchResult fetch(FetchSettings settings, String url) {
    try (ExecutorFetcher executor = executor(settings)) {
      return attempt(executor, url);
    }
  }

  private static ExecutorFetcher executor(FetchSettings settings) {
    return new ExecutorFetcher(settings, HostResolver.SYSTEM);
  }

  private static FetchResult attempt(ExecutorFetcher executor, String url) {
    try {
      return executor.fetcher().attempt(url);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
