package org.thumbscore.fetch;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/**
 * The status and headers of an HTTP response.
 *
 * @param contentType the media type in lower case, without parameters
 * @param contentEncoding the content encoding, unless it is identity
 */
record ReplyHead(
    int status,
    Optional<String> contentType,
    Optional<String> contentEncoding,
    OptionalLong contentLength,
    Optional<String> location,
    Optional<String> retryAfter) {
  private static final int LONGEST_TYPE = 100;

  static ReplyHead of(ClassicHttpResponse response) {
    return new ReplyHead(
        response.getCode(),
        header(response, "Content-Type").map(ReplyHead::mediaType).filter(t -> !t.isEmpty()),
        header(response, "Content-Encoding").filter(e -> !e.equalsIgnoreCase("identity")),
        length(response),
        header(response, "Location").filter(l -> !l.isEmpty()),
        header(response, "Retry-After"));
  }

  private static Optional<String> header(ClassicHttpResponse response, String name) {
    return Optional.ofNullable(response.getFirstHeader(name))
        .map(Header::getValue)
        .map(String::strip);
  }

  private static OptionalLong length(ClassicHttpResponse response) {
    long length = response.getEntity() == null ? 0 : response.getEntity().getContentLength();
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  private static String mediaType(String header) {
    String type = header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.substring(0, Math.min(LONGEST_TYPE, type.length()));
  }

  boolean isRedirect() {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> location.isPresent();
      default -> false;
    };
  }

  boolean isSuccess() {
    return status / 100 == 2;
  }

  /** Returns whether the server may respond differently to a later request. */
  boolean isTemporaryFailure() {
    return status / 100 == 5 || status == 408 || status == 425 || status == 429;
  }
}
