package org.thumbscore.fetch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests: of bytes, to name an image; of a URL as the input spells it, to find it again. */
final class UrlKey {
  private UrlKey() {}

  /** Null for a URL that is missing. */
  static String of(String url) {
    return url == null || url.isBlank()
        ? null
        : sha256(url.strip().getBytes(StandardCharsets.UTF_8));
  }

  /** 64 hexadecimal digits. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** The URL as it may be stored: without user name and password. */
  static String withoutCredentials(String url) {
    return url == null ? null : url.strip().replaceAll("^([^/?#]*//)?[^/?#]*@", "$1***@");
  }

  /** What URLs are divided by, so that all of one host meet in one task; empty for no host. */
  static String host(String url) {
    try {
      return WebUrl.parse(url).host();
    } catch (UrlException e) {
      return "";
    }
  }
}
