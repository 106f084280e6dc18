package org.thumbscore.fetch;

import crawlercommons.robots.BaseRobotRules;
import java.util.function.BiFunction;

/** Requests the {@code robots.txt} of a server. */
final class RobotsReader {
  /** The minimum that RFC 9309 requires crawlers to parse. */
  private static final int MOST_BYTES = 512 * 1024;

  private static final int REDIRECTS = 5;

  private final Visits visits;

  RobotsReader(Visits visits) {
    this.visits = visits;
  }

  RobotsFile read(WebUrl url, BiFunction<WebUrl, byte[], BaseRobotRules> parser)
      throws InterruptedException {
    WebUrl at = url;
    TimeBudget time = visits.freshBudget();
    for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
      Visit visit = visits.visit(at, ReplyHead::isSuccess, MOST_BYTES, time);
      if (visit instanceof Visit.Failed failed) {
        return silent(failed);
      }
      Reply reply = ((Visit.Answered) visit).reply();
      if (!reply.head().isRedirect()) {
        return answered(url, reply, parser);
      }
      try {
        at = at.resolve(reply.head().location().orElseThrow());
      } catch (UrlException e) {
        return new RobotsFile.Absent();
      }
    }
    // RFC 9309, section 2.3.1.2: after five redirects the file may be treated as absent.
    return new RobotsFile.Absent();
  }

  private static RobotsFile silent(Visit.Failed failed) {
    return failed.status() == FetchStatus.TOO_LARGE
        ? new RobotsFile.Silent(FetchStatus.BLOCKED_BY_ROBOTS, "robots.txt: " + failed.reason())
        : new RobotsFile.Silent(failed.status(), failed.reason());
  }

  private static RobotsFile answered(
      WebUrl url, Reply reply, BiFunction<WebUrl, byte[], BaseRobotRules> parser) {
    if (reply.head().isSuccess()) {
      return new RobotsFile.Present(parser.apply(url, reply.body().orElseThrow()));
    }
    return reply.head().isTemporaryFailure()
        ? new RobotsFile.Failed(reply.head())
        : new RobotsFile.Absent();
  }
}
