package org.thumbscore.fetch;

import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.DigestUtils;
import org.thumbscore.common.Redaction;

/**
 * Computes the digests that identify images and URLs, and other properties of URLs as spelled in
 * the input.
 */
final class UrlKey {
  private UrlKey() {}

  /** Returns the digest of a URL, or null if the URL is null or blank. */
  static String of(String url) {
    return url == null || url.isBlank()
        ? null
        : sha256(url.strip().getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the SHA-256 digest as 64 hexadecimal digits. */
  static String sha256(byte[] bytes) {
    return DigestUtils.sha256Hex(bytes);
  }

  /** Returns the URL without user name and password, so that it may be stored. */
  static String withoutCredentials(String url) {
    return url == null ? null : Redaction.withoutUserInfo(url.strip());
  }

  /** Returns the host that URLs are partitioned by, or an empty string for an invalid URL. */
  static String host(String url) {
    try {
      return WebUrl.parse(url).host();
    } catch (UrlException e) {
      return "";
    }
  }
}
