package org.thumbscore.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.thumbscore.config.ConfigException;
import org.thumbscore.config.OptionValue;
import org.thumbscore.fetch.AddressPolicy;
import org.thumbscore.fetch.FetchLimits;
import org.thumbscore.fetch.FetchSettings;
import org.thumbscore.fetch.IpRange;
import org.thumbscore.fetch.Politeness;
import org.thumbscore.run.ToolVersion;
import picocli.CommandLine.Option;

/** The options of {@code fetch} that limit the load on hosts and the cost of an image. */
final class FetchOptions {
  private static final int MOST_BYTES = 1 << 30;
  private static final String EVERYWHERE = "0.0.0.0/0,::/0";

  @Option(
      names = "--user-agent",
      paramLabel = "UA",
      description =
          "User agent of the requests; include a contact address. Its product name is matched against robots.txt. Default: thumbscore/VERSION.")
  private String userAgent;

  @Option(
      names = "--per-host",
      paramLabel = "N",
      defaultValue = "2",
      description = "Maximum number of concurrent requests to one host. Default: ${DEFAULT-VALUE}.")
  private int perHost;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "2",
      description = "Maximum number of requests per second to one host. Default: ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "16",
      description =
          "Maximum number of concurrent requests of one executor. Default: ${DEFAULT-VALUE}.")
  private int concurrency;

  @Option(
      names = "--max-bytes",
      paramLabel = "SIZE",
      defaultValue = "32MiB",
      description =
          "Maximum size of an image; larger ones get the status TOO_LARGE. Default: ${DEFAULT-VALUE}.")
  private String maxBytes;

  @Option(
      names = "--timeout",
      paramLabel = "T",
      defaultValue = "30s",
      description =
          "Time limit of one attempt at a URL, redirects included. Default: ${DEFAULT-VALUE}.")
  private String timeout;

  @Option(
      names = "--max-redirects",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Maximum number of redirects to follow in one attempt. Default: ${DEFAULT-VALUE}.")
  private int maxRedirects;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Number of further attempts after a transient failure. Default: ${DEFAULT-VALUE}.")
  private int retries;

  @Option(
      names = "--ports",
      split = ",",
      paramLabel = "P",
      description =
          "Ports that requests may go to. Default: 80,443; any port if private addresses are allowed.")
  private List<Integer> ports = new ArrayList<>();

  @Option(
      names = "--allow-private-addresses",
      arity = "0..1",
      fallbackValue = EVERYWHERE,
      paramLabel = "RANGES",
      description =
          "Allow requests to hosts in private networks, or only in these ranges (10.1.0.0/16,fd00::/8). Use it for intranets only: the input can then make executors request any address that they can reach.")
  private String privateRanges;

  @Option(names = "--ignore-robots", description = "Do not read or obey robots.txt.")
  private boolean ignoreRobots;

  /**
   * Returns the validated settings.
   *
   * @throws ConfigException if a value is out of range
   */
  FetchSettings read() {
    return new FetchSettings(
        new FetchLimits(
            (int)
                within(
                    "--max-bytes", new OptionValue("--max-bytes", maxBytes).bytes(), 1, MOST_BYTES),
            duration("--timeout", timeout),
            (int) within("--max-redirects", maxRedirects, 0, 20),
            (int) within("--retries", retries, 0, 10)),
        politeness(),
        addresses(),
        (int) within("--concurrency", concurrency, 1, 1024));
  }

  private Politeness politeness() {
    if (!(rate > 0 && rate <= 1e6)) {
      throw invalid("--rate", rate, "more than 0, at most 1000000");
    }
    String agent = userAgent == null ? "thumbscore/" + ToolVersion.current() : userAgent;
    if (!agent.matches("[!-~][ -~]{0,499}")) {
      throw invalid("--user-agent", agent, "1 to 500 characters of ASCII, no blank first");
    }
    return new Politeness(
        agent,
        (int) within("--per-host", perHost, 1, 256),
        rate,
        ignoreRobots ? Politeness.Robots.IGNORED : Politeness.Robots.OBEYED);
  }

  private AddressPolicy addresses() {
    ports.forEach(port -> within("--ports", port, 1, 65_535));
    if (privateRanges == null) {
      return new AddressPolicy(
          List.of(), ports.isEmpty() ? AddressPolicy.WEB_PORTS : Set.copyOf(ports));
    }
    try {
      List<IpRange> ranges =
          List.of(privateRanges.split(",")).stream().map(IpRange::parse).toList();
      return new AddressPolicy(ranges, Set.copyOf(ports));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "Invalid --allow-private-addresses: %s (must be ranges, for instance 10.1.0.0/16,fd00::/8)"
              .formatted(privateRanges),
          e);
    }
  }

  private static Duration duration(String option, String text) {
    return new OptionValue(option, text)
        .duration(
            Duration.ofMillis(10), Duration.ofHours(1), "a time from 10ms to 1h, for instance 30s");
  }

  private static long within(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw invalid(option, value, least + " to " + most);
    }
    return value;
  }

  private static ConfigException invalid(String option, Object found, String expected) {
    return new ConfigException(message(option, found, expected));
  }

  private static String message(String option, Object found, String expected) {
    return "Invalid %s: %s (must be %s)".formatted(option, found, expected);
  }
}
