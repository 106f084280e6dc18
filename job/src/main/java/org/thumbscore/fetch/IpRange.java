package org.thumbscore.fetch;

import java.io.Serializable;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A range of addresses of one family.
 *
 * @param network the address with all bits after the prefix 0
 * @param prefix bits that addresses in the range share
 * @param width 32 or 128
 */
public record IpRange(BigInteger network, int prefix, int width) implements Serializable {
  private static final Pattern LITERAL = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9A-Fa-f:.]*:.*");

  /**
   * Reads for instance {@code 10.0.0.0/8} or {@code fc00::/7}; a lone address is a range of one.
   *
   * @throws IllegalArgumentException if it is neither
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

  /** Whether an address lies in the range. */
  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length * Byte.SIZE == width && masked(bytes, prefix).equals(network);
  }

  private static BigInteger masked(byte[] address, int prefix) {
    int rest = address.length * Byte.SIZE - prefix;
    return new BigInteger(1, address).shiftRight(rest).shiftLeft(rest);
  }
}
