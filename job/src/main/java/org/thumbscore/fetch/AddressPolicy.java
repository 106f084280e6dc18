package org.thumbscore.fetch;

import java.io.Serializable;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The addresses and ports that may be connected to: those of the public internet and explicitly
 * allowed ranges.
 *
 * @param allowed ranges that are allowed although they are not public
 * @param ports the allowed ports; if empty, all ports are allowed
 */
public record AddressPolicy(List<IpRange> allowed, Set<Integer> ports) implements Serializable {
  /** The default ports of http and https. */
  public static final Set<Integer> WEB_PORTS = Set.of(80, 443);

  /** The IANA special-purpose ranges, and the address of Azure's platform service. */
  private static final List<IpRange> CLOSED_V4 =
      ranges(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "168.63.129.16/32",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.31.196.0/24",
          "192.52.193.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "192.175.48.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4");

  /**
   * All global unicast addresses; everything else (fc00::/7, ::ffff:0:0/96, NAT64, ...) is blocked.
   */
  private static final IpRange OPEN_V6 = IpRange.parse("2000::/3");

  private static final List<IpRange> CLOSED_V6 =
      ranges("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

  public AddressPolicy {
    allowed = List.copyOf(allowed);
    ports = Set.copyOf(ports);
  }

  boolean allows(InetAddress address) {
    return isPublic(address) || within(allowed, address);
  }

  boolean allowsPort(int port) {
    return ports.isEmpty() || ports.contains(port);
  }

  private static boolean isPublic(InetAddress address) {
    return address instanceof Inet4Address
        ? !within(CLOSED_V4, address)
        : OPEN_V6.contains(address) && !within(CLOSED_V6, address);
  }

  private static boolean within(List<IpRange> ranges, InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  private static List<IpRange> ranges(String... texts) {
    return Stream.of(texts).map(IpRange::parse).toList();
  }
}
