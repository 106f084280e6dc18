package org.thumbscore.fetch;

import java.util.Optional;
import org.thumbscore.image.header.ImageFormat;
import org.thumbscore.image.header.UnsupportedFormat;

/** Makes single attempts to fetch an image, following redirects. Thread-safe. */
final class ImageFetcher {
  private final FetchSettings settings;
  private final Visits visits;
  private final Robots robots;

  ImageFetcher(FetchSettings settings, Visits visits, Robots robots) {
    this.settings = settings;
    this.visits = visits;
    this.robots = robots;
  }

  /** Makes one attempt to fetch the given URL and blocks until it completes. */
  FetchResult attempt(String url) throws InterruptedException {
    WebUrl parsed;
    try {
      parsed = WebUrl.parse(url);
    } catch (UrlException e) {
      return FetchResult.failed(FetchStatus.URL_INVALID, e.getMessage(), Optional.empty());
    }
    return follow(parsed);
  }

  private FetchResult follow(WebUrl url) throws InterruptedException {
    TimeBudget time = visits.freshBudget();
    WebUrl at = url;
    for (int redirects = 0; redirects <= settings.limits().maxRedirects(); redirects++) {
      Hop hop = hop(at, time);
      if (hop instanceof Hop.Ended ended) {
        return ended.result();
      }
      at = ((Hop.Redirected) hop).to();
    }
    return FetchResult.failed(
        FetchStatus.TOO_MANY_REDIRECTS,
        "found more than %d redirects".formatted(settings.limits().maxRedirects()),
        Optional.of(at));
  }

  private sealed interface Hop {
    record Redirected(WebUrl to) implements Hop {}

    record Ended(FetchResult result) implements Hop {}
  }

  private Hop hop(WebUrl at, TimeBudget time) throws InterruptedException {
    Optional<FetchResult> disallowed = disallowed(at);
    if (disallowed.isPresent()) {
      return new Hop.Ended(disallowed.get());
    }
    Visit visit = visits.visit(at, ImageFetcher::mayBeImage, settings.limits().maxBytes(), time);
    if (visit instanceof Visit.Failed failed) {
      return new Hop.Ended(FetchResult.failed(failed.status(), failed.reason(), Optional.of(at)));
    }
    Reply reply = ((Visit.Answered) visit).reply();
    return reply.head().isRedirect()
        ? redirected(at, reply.head())
        : new Hop.Ended(judge(at, reply));
  }

  private static Hop redirected(WebUrl at, ReplyHead head) {
    try {
      return new Hop.Redirected(at.resolve(head.location().orElseThrow()));
    } catch (UrlException e) {
      return new Hop.Ended(
          FetchResult.failed(FetchStatus.URL_INVALID, "in a redirect " + e.getMessage(), at, head));
    }
  }

  private Optional<FetchResult> disallowed(WebUrl url) throws InterruptedException {
    if (settings.politeness().robots() == Politeness.Robots.IGNORED) {
      return Optional.empty();
    }
    RobotsVerdict verdict = robots.verdict(url);
    if (verdict instanceof RobotsVerdict.Unreachable none) {
      return Optional.of(FetchResult.failed(none.status(), none.reason(), Optional.of(url)));
    }
    return verdict instanceof RobotsVerdict.Disallowed no
        ? Optional.of(disallowed(url, no))
        : Optional.empty();
  }

  private static FetchResult disallowed(WebUrl url, RobotsVerdict.Disallowed no) {
    return no.answer()
        .map(head -> FetchResult.failed(FetchStatus.BLOCKED_BY_ROBOTS, no.reason(), url, head))
        .orElseGet(
            () -> FetchResult.failed(FetchStatus.BLOCKED_BY_ROBOTS, no.reason(), Optional.of(url)));
  }

  private static boolean mayBeImage(ReplyHead head) {
    return head.isSuccess() && objection(head).isEmpty();
  }

  private static Optional<String> objection(ReplyHead head) {
    String type = head.contentType().orElse("none");
    if (!type.startsWith("image/")) {
      return Optional.of("found content type %s, expected image/...".formatted(type));
    }
    return head.contentEncoding()
        .map("found content encoding %s, expected the bytes as they are"::formatted);
  }

  private static FetchResult judge(WebUrl url, Reply reply) {
    ReplyHead head = reply.head();
    if (!head.isSuccess()) {
      FetchStatus status =
          head.status() / 100 == 4 && !head.isTemporaryFailure()
              ? FetchStatus.NOT_FOUND
              : FetchStatus.SERVER_ERROR;
      return FetchResult.failed(status, "found HTTP status " + head.status(), url, head);
    }
    Optional<String> objection = objection(head);
    if (objection.isPresent()) {
      return FetchResult.failed(FetchStatus.NOT_AN_IMAGE, objection.get(), url, head);
    }
    byte[] bytes = reply.body().orElseThrow();
    return ImageFormat.of(bytes).isPresent()
        ? FetchResult.fetched(url, head, bytes)
        : FetchResult.failed(
            FetchStatus.NOT_AN_IMAGE,
            "found %s, expected JPEG, PNG, GIF, WebP, BMP or TIFF".formatted(described(bytes)),
            url,
            head);
  }

  private static String described(byte[] bytes) {
    return UnsupportedFormat.of(bytes)
        .map(UnsupportedFormat::description)
        .orElseGet(() -> bytes.length + " bytes of no known format");
  }
}
