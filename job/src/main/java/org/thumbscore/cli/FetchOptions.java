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
          "Who asks; say where you can be reached. Its first word is looked up in robots.txt. Default: thumbscore/VERSION.")
  private String userAgent;

  @Option(
      names = "--per-host",
      paramLabel = "N",
      defaultValue = "2",
      description = "Simultaneous requests to one host. Default: ${DEFAULT-VALUE}.")
  private int perHost;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "2",
      description = "Requests per second to one host. Default: ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "16",
      description = "Simultaneous requests of one executor. Default: ${DEFAULT-VALUE}.")
  private int concurrency;

  @Option(
      names = "--max-bytes",
      paramLabel = "SIZE",
      defaultValue = "32MiB",
      description = "Larger images become TOO_LARGE. Default: ${DEFAULT-VALUE}.")
  private String maxBytes;

  @Option(
      names = "--timeout",
      paramLabel = "T",
      defaultValue = "30s",
      description = "For all of one attempt at a URL. Default: ${DEFAULT-VALUE}.")
  private String timeout;

  @Option(
      names = "--max-redirects",
      paramLabel = "N",
      defaultValue = "5",
      description = "Followed in one attempt. Default: ${DEFAULT-VALUE}.")
  private int maxRedirects;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "3",
      description = "Further attempts after a failure that may pass. Default: ${DEFAULT-VALUE}.")
  private int retries;

  @Option(
      names = "--ports",
      split = ",",
      paramLabel = "P",
      description = "Ports that may be asked. Default: 80,443, or any with private addresses.")
  private List<Integer> ports = new ArrayList<>();

  @Option(
      names = "--allow-private-addresses",
      arity = "0..1",
      fallbackValue = EVERYWHERE,
      paramLabel = "RANGES",
      description =
          "Also ask hosts of private networks, or of these ranges only (10.1.0.0/16,fd00::/8). For intranets: with it, the input can make executors ask whatever they reach.")
  private String privateRanges;

  @Option(names = "--ignore-robots", description = "Do not ask for robots.txt.")
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
