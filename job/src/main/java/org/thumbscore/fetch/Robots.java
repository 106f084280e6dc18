package org.thumbscore.fetch;

import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Decides which URLs {@code robots.txt} allows. The file of each server is requested once and
 * cached. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9309">RFC 9309, Robots Exclusion Protocol</a>
 */
final class Robots {
  private final ConcurrentMap<WebUrl, CompletableFuture<RobotsFile>> files =
      new ConcurrentHashMap<>();
  private final RobotsReader reader;
  private final HostGates gates;
  private final String product;

  Robots(RobotsReader reader, HostGates gates, String userAgent) {
    this.reader = reader;
    this.gates = gates;
    this.product = product(userAgent);
  }

  /**
   * Returns the product name of a user agent, for instance {@code thumbscore} for {@code
   * Thumbscore/1.0 (+mailto:...)}.
   */
  static String product(String userAgent) {
    return userAgent.split("[/\\s(]", 2)[0].toLowerCase(Locale.ROOT);
  }

  /** Returns the verdict for the given URL, blocking until its {@code robots.txt} is known. */
  RobotsVerdict verdict(WebUrl url) throws InterruptedException {
    RobotsFile file = file(url.robots());
    if (file instanceof RobotsFile.Silent silent) {
      return new RobotsVerdict.Unreachable(silent.status(), silent.reason());
    }
    if (file instanceof RobotsFile.Failed failed) {
      return new RobotsVerdict.Disallowed(
          "robots.txt was answered with " + failed.answer().status(), Optional.of(failed.answer()));
    }
    return file instanceof RobotsFile.Present present && !present.rules().isAllowed(url.toString())
        ? new RobotsVerdict.Disallowed("robots.txt disallows this URL", Optional.empty())
        : new RobotsVerdict.Allowed();
  }

  private RobotsFile file(WebUrl url) throws InterruptedException {
    CompletableFuture<RobotsFile> mine = new CompletableFuture<>();
    CompletableFuture<RobotsFile> first = files.putIfAbsent(url, mine);
    if (first != null) {
      return joined(first);
    }
    try {
      RobotsFile file = read(url);
      if (file instanceof RobotsFile.Silent silent && silent.mayPass()) {
        // A later attempt requests the file again; calls that are waiting now do not.
        files.remove(url, mine);
      }
      mine.complete(file);
      return file;
    } finally {
      if (mine.completeExceptionally(new IllegalStateException("robots.txt was not read"))) {
        files.remove(url, mine);
      }
    }
  }

  private static RobotsFile joined(CompletableFuture<RobotsFile> first) {
    try {
      return first.join();
    } catch (CompletionException e) {
      return new RobotsFile.Silent(
          FetchStatus.CONNECTION_FAILED, "robots.txt could not be asked for");
    }
  }

  private RobotsFile read(WebUrl url) throws InterruptedException {
    RobotsFile file = reader.read(url, this::parse);
    if (file instanceof RobotsFile.Present present && present.rules().getCrawlDelay() > 0) {
      gates.of(url.host()).keepDistance(Duration.ofMillis(present.rules().getCrawlDelay()));
    }
    return file;
  }

  private BaseRobotRules parse(WebUrl url, byte[] content) {
    return new SimpleRobotRulesParser()
        .parseContent(url.toString(), content, "text/plain", List.of(product));
  }
}
