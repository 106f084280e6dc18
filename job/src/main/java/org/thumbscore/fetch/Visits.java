package org.thumbscore.fetch;

import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.thumbscore.common.Messages;

/** Sends requests through the gates of their hosts. Thread-safe. */
final class Visits {
  private final WebClient client;
  private final HostGates gates;
  private final FetchSettings settings;

  Visits(WebClient client, HostGates gates, FetchSettings settings) {
    this.client = client;
    this.gates = gates;
    this.settings = settings;
  }

  TimeBudget freshBudget() {
    return new TimeBudget(settings.limits().timeout());
  }

  /**
   * Waits for the gate of the host and sends one request.
   *
   * @param wanted decides by the status and headers whether the body is read
   * @param time the budget that the duration of the request is deducted from
   */
  Visit visit(WebUrl url, Predicate<ReplyHead> wanted, int maxBytes, TimeBudget time)
      throws InterruptedException {
    HostGate gate = gates.of(url.host());
    Optional<Visit> refusal = refusal(url, gate);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    gate.enter();
    long start = System.nanoTime();
    try {
      Reply reply = client.get(url, wanted, maxBytes, time.nanosLeft());
      gate.answered();
      obey(url, gate, reply.head());
      return new Visit.Answered(reply);
    } catch (IOException e) {
      return failed(url, gate, e);
    } finally {
      gate.leave();
      time.spend(System.nanoTime() - start);
    }
  }

  /**
   * Pauses requests to a host that asked to retry later, for the requested time or for the rest of
   * the run.
   */
  private static void obey(WebUrl url, HostGate gate, ReplyHead head) {
    if (!head.isTemporaryFailure()) {
      return;
    }
    Duration asked =
        head.retryAfter()
            .flatMap(header -> Retries.after(header, Instant.now()))
            .orElse(Duration.ZERO);
    if (asked.compareTo(Retries.LONGEST) > 0) {
      gate.close(
          new Visit.Failed(
              FetchStatus.SERVER_ERROR,
              "host %s asked to be left alone for %d s, longer than a run waits"
                  .formatted(url.host(), asked.toSeconds())));
    } else {
      gate.pause(asked);
    }
  }

  private Optional<Visit> refusal(WebUrl url, HostGate gate) {
    if (!settings.addresses().allowsPort(url.port())) {
      return Optional.of(
          new Visit.Failed(
              FetchStatus.BLOCKED_ADDRESS,
              "found port %d, expected one of %s"
                  .formatted(url.port(), settings.addresses().ports().stream().sorted().toList())));
    }
    return gate.closed();
  }

  private static Visit failed(WebUrl url, HostGate gate, IOException e) {
    if (e instanceof BlockedAddressException) {
      Visit.Failed blocked = new Visit.Failed(FetchStatus.BLOCKED_ADDRESS, e.getMessage());
      gate.close(blocked);
      return blocked;
    }
    if (e instanceof TooLargeException) {
      gate.answered();
      return new Visit.Failed(FetchStatus.TOO_LARGE, e.getMessage());
    }
    gate.didNotAnswer(url.host());
    if (e instanceof DeadlineException || e instanceof java.net.SocketTimeoutException) {
      return new Visit.Failed(
          FetchStatus.TIMEOUT, "host %s took longer than allowed".formatted(url.host()));
    }
    String reason =
        e instanceof UnknownHostException
            ? "found no address of host " + url.host()
            : "host %s: %s".formatted(url.host(), Messages.firstLine(e));
    return new Visit.Failed(FetchStatus.CONNECTION_FAILED, reason);
  }
}
