package org.thumbscore.fetch;

import java.net.UnknownHostException;

/** Thrown when a host resolves to an address that must not be connected to. */
final class BlockedAddressException extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  BlockedAddressException(String message) {
    super(message);
  }
}
