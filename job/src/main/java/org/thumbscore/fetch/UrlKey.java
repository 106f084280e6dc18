package org.thumbscore.fetch;

import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.DigestUtils;
import org.thumbscore.common.Redaction;

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
    return DigestUtils.sha256Hex(bytes);
  }

  /** The URL as it may be stored: without user name and password. */
  static String withoutCredentials(String url) {
    return url == null ? null : Redaction.withoutUserInfo(url.strip());
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
