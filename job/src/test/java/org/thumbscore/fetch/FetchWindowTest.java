package org.thumbscore.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FetchWindowTest {
  private static final byte[] JPEG = Images.jpeg(0x00AA00);

  private final HostileServer server = new HostileServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void failureThatPassesIsTriedAgain() {
    server.answer("/a", HostileServer.inTurn(HostileServer.status(500), HostileServer.image(JPEG)));
    server.answer(
        "/b",
        HostileServer.inTurn(
            HostileServer.status(503, "Retry-After: 1"), HostileServer.image(JPEG)));
    server.answer(
        "/c",
        HostileServer.inTurn(
            HostileServer.status(429), HostileServer.status(429), HostileServer.image(JPEG)));
    Map<String, FetchStatus> settled = run(Images.settings(), "/a", "/b", "/c");
    assertEquals(
        Map.of("/a", FetchStatus.FETCHED, "/b", FetchStatus.FETCHED, "/c", FetchStatus.FETCHED),
        settled);
    assertEquals(2, server.asked("/a"));
    assertEquals(2, server.asked("/b"));
    assertEquals(3, server.asked("/c"));
  }

  @Test
  void failureThatLastsIsTriedAsOftenAsAllowed() {
    server.answer("/a", HostileServer.status(500));
    server.answer("/b", HostileServer.status(404));
    Map<String, FetchStatus> settled = run(Images.settings(), "/a", "/b");
    assertEquals(Map.of("/a", FetchStatus.SERVER_ERROR, "/b", FetchStatus.NOT_FOUND), settled);
    assertEquals(4, server.asked("/a"));
    assertEquals(1, server.asked("/b"));
  }

  @Test
  void hostThatAsksForMoreTimeThanARunHasIsLeftAlone() {
    server.answer("/a", HostileServer.status(503, "Retry-After: 86400"));
    assertEquals(Map.of("/a", FetchStatus.SERVER_ERROR), run(Images.settings(), "/a"));
    assertEquals(1, server.asked("/a"));
  }

  @Test
  void hostThatAsksForMoreTimeIsNotAskedForItsOtherUrlsEither() {
    FetchSettings one = Images.settings(new Politeness("t", 1, 10_000, Politeness.Robots.IGNORED));
    server.answer("/a", HostileServer.status(429, "Retry-After: 86400"));
    server.answer("/b", HostileServer.image(JPEG));
    server.answer("/c", HostileServer.image(JPEG));
    assertEquals(
        Map.of(
            "/a", FetchStatus.SERVER_ERROR,
            "/b", FetchStatus.SERVER_ERROR,
            "/c", FetchStatus.SERVER_ERROR),
        run(one, "/a", "/b", "/c"));
    assertEquals(1, server.requests().size());
  }

  @Test
  void pauseThatAHostAsksForHoldsForItsOtherUrls() {
    FetchSettings usual = Images.settings();
    FetchSettings once =
        new FetchSettings(
            new FetchLimits(1 << 20, Duration.ofSeconds(20), 5, 0),
            new Politeness("t", 1, 10_000, Politeness.Robots.IGNORED),
            usual.addresses(),
            usual.concurrency());
    server.answer("/a", HostileServer.status(503, "Retry-After: 1"));
    server.answer("/b", HostileServer.image(JPEG));
    long start = System.nanoTime();
    assertEquals(
        Map.of("/a", FetchStatus.SERVER_ERROR, "/b", FetchStatus.FETCHED), run(once, "/a", "/b"));
    assertTrue(System.nanoTime() - start >= Duration.ofSeconds(1).toNanos());
  }

  @Test
  void retryAfterOfWhatDidNotFailIsNothing() {
    server.answer("/a", HostileServer.body("text/html", new byte[] {1}, "Retry-After: 86400"));
    server.answer("/b", HostileServer.image(JPEG));
    assertEquals(
        Map.of("/a", FetchStatus.NOT_AN_IMAGE, "/b", FetchStatus.FETCHED),
        run(Images.settings(), "/a", "/b"));
  }

  @Test
  void noMoreRequestsAreUnderWayThanAHostMayHave() {
    String[] paths = IntStream.range(0, 40).mapToObj(i -> "/" + i).toArray(String[]::new);
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    for (String path : paths) {
      server.answer(
          path,
          (connection, attempt) -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            Thread.sleep(20);
            // Before the answer, after which the next request may come at any time.
            underWay.decrementAndGet();
            HostileServer.image(JPEG).to(connection, attempt);
          });
    }
    FetchSettings two = Images.settings(new Politeness("t", 2, 10_000, Politeness.Robots.OBEYED));
    assertEquals(40, run(two, paths).size());
    assertEquals(2, most.get());
  }

  @Test
  void requestsKeepTheRate() {
    Stream.of("/1", "/2", "/3", "/4").forEach(p -> server.answer(p, HostileServer.image(JPEG)));
    long start = System.nanoTime();
    run(
        Images.settings(new Politeness("t", 4, 10, Politeness.Robots.IGNORED)),
        "/1",
        "/2",
        "/3",
        "/4");
    // The first may come at once, each other a tenth of a second after the one before.
    assertTrue(System.nanoTime() - start >= Duration.ofMillis(300).toNanos());
  }

  @Test
  void blockedHostCostsNoWaiting() {
    FetchSettings slow = Images.settings(new Politeness("t", 1, 0.001, Politeness.Robots.OBEYED));
    FetchSettings closed =
        new FetchSettings(
            slow.limits(),
            slow.politeness(),
            new AddressPolicy(List.of(), Set.of()),
            slow.concurrency());
    Map<String, FetchStatus> settled = run(closed, "/1", "/2", "/3", "/4");
    assertEquals(4, settled.values().stream().filter(FetchStatus.BLOCKED_ADDRESS::equals).count());
    assertEquals(0, server.requests().size());
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    Instant now = Instant.parse("2026-11-24T10:00:00Z");
    assertEquals(Optional.of(Duration.ofSeconds(90)), Retries.after("90", now));
    assertEquals(
        Optional.of(Duration.ofSeconds(30)), Retries.after("Tue, 24 Nov 2026 10:00:30 GMT", now));
    assertEquals(Optional.of(Duration.ZERO), Retries.after("Tue, 24 Nov 2020 10:00:30 GMT", now));
    assertEquals(Optional.empty(), Retries.after("soon", now));
    assertEquals(Optional.empty(), Retries.after("-5", now));
  }

  private Map<String, FetchStatus> run(FetchSettings settings, String... paths) {
    Map<String, FetchStatus> settled = new TreeMap<>();
    try (ExecutorFetcher executor = new ExecutorFetcher(settings, HostResolver.SYSTEM)) {
      executor
          .window()
          .run(
              Stream.of(paths)
                  .map(path -> new UrlToFetch(path, server.url(path), "127.0.0.1"))
                  .iterator(),
              (url, result) -> settled.put(url.key(), result.status()),
              () -> false);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return settled;
  }
}
