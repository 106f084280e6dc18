package org.thumbscore.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** What Pillow makes of small images; {@code make_decoding_goldens.py} wrote it down. */
final class GoldenDecodings {
  private GoldenDecodings() {}

  /**
   * One image.
   *
   * @param rgb Pillow's samples, row by row; empty where Pillow refuses the file
   * @param refusal what Pillow says of a file that it refuses
   */
  @SuppressWarnings("ArrayRecordComponent") // never a key: a carrier between two steps
  record Golden(
      String name, byte[] file, int width, int height, Optional<byte[]> rgb, String refusal) {}

  /** All images of a format: png, gif, bmp, tiff or jpeg. */
  static List<Golden> of(String format) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    GoldenDecodings.class.getResourceAsStream("decodings/" + format + ".jsonl.gz")),
                StandardCharsets.UTF_8))) {
      return lines.lines().map(line -> golden(mapper, line)).toList();
    }
  }

  private static Golden golden(ObjectMapper mapper, String line) {
    try {
      JsonNode json = mapper.readTree(line);
      return new Golden(
          json.get("name").asText(),
          json.get("file").binaryValue(),
          json.path("width").asInt(),
          json.path("height").asInt(),
          json.has("rgb") ? Optional.of(inflated(json.get("rgb").asText())) : Optional.empty(),
          json.path("refusal").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] inflated(String base64) throws IOException {
    byte[] data = Base64.getDecoder().decode(base64);
    try (InflaterInputStream in = new InflaterInputStream(new java.io.ByteArrayInputStream(data))) {
      return in.readAllBytes();
    }
  }
}
