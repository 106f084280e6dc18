package org.thumbscore.fetch;

import java.io.Serializable;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A range of IPv4 or IPv6 addresses in CIDR notation.
 *
 * @param network the address with all bits after the prefix set to 0
 * @param prefix the length of the prefix in bits
 * @param width the length of an address in bits, 32 or 128
 */
public record IpRange(BigInteger network, int prefix, int width) implements Serializable {
  private static final Pattern LITERAL = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9A-Fa-f:.]*:.*");

  /**
   * Parses a range such as {@code 10.0.0.0/8} or {@code fc00::/7}. A single address is a range of
   * one.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  public static IpRange parse(String text) {
    String[] parts = text.split("/", 2);
    if (!LITERAL.matcher(parts[0]).matches()) {
      throw new IllegalArgumentException("no address range: " + text);
    }
    try {
      byte[] address = InetAddress.getByName(parts[0]).getAddress();
      int width = address.length * Byte.SIZE;
      int prefix = parts.length == 1 ? width : Integer.parseInt(parts[1]);
      if (prefix < 0 || prefix > width) {
        throw new IllegalArgumentException("no address range: " + text);
      }
      return new IpRange(masked(address, prefix), prefix, width);
    } catch (UnknownHostException | NumberFormatException e) {
      throw new IllegalArgumentException("no address range: " + text, e);
    }
  }

  /** Returns whether the range contains the given address. */
  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length * Byte.SIZE == width && masked(bytes, prefix).equals(network);
  }

  private static BigInteger masked(byte[] address, int prefix) {
    int rest = address.length * Byte.SIZE - prefix;
    return new BigInteger(1, address).shiftRight(rest).shiftLeft(rest);
  }
}
