package org.thumbscore.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Resolves a host name to addresses. */
@FunctionalInterface
interface HostResolver {
  /** The resolver of the operating system. */
  HostResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

  /**
   * Resolves a name or parses a literal address.
   *
   * @throws UnknownHostException if the host has no address
   */
  List<InetAddress> resolve(String host) throws UnknownHostException;
}
