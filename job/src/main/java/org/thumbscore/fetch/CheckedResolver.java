package org.thumbscore.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves for the HTTP client, which connects to what this returns and asks nobody else: what was
 * checked is what is connected to, however soon the name changes its address.
 */
final class CheckedResolver implements DnsResolver {
  /** More would only prolong the attempt at a dead host. */
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
