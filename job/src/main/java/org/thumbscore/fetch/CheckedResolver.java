package org.thumbscore.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * A DNS resolver for the HTTP client that only returns addresses allowed by the policy. The client
 * connects to the returned addresses without resolving the name again, so DNS rebinding cannot
 * bypass the check.
 */
final class CheckedResolver implements DnsResolver {
  /**
   * The number of addresses to try; more would only prolong the attempt at an unresponsive host.
   */
  private static final int TRIED = 3;

  private final HostResolver resolver;
  private final AddressPolicy policy;

  CheckedResolver(HostResolver resolver, AddressPolicy policy) {
    this.resolver = resolver;
    this.policy = policy;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    List<InetAddress> addresses = resolver.resolve(host);
    if (addresses.isEmpty()) {
      throw new UnknownHostException(host);
    }
    for (InetAddress address : addresses) {
      if (!policy.allows(address)) {
        throw new BlockedAddressException(
            "found address %s of host %s, expected a public one"
                .formatted(address.getHostAddress(), host));
      }
    }
    return addresses.stream().limit(TRIED).toArray(InetAddress[]::new);
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
