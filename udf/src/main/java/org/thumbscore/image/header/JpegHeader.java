package org.thumbscore.image.header;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a JPEG says of itself before its image begins.
 *
 * @param components 1 grey, 3 colour, 4 CMYK
 * @param adobeTransform what Adobe's segment says of the colours: 0 as they are, 1 YCbCr, 2 YCCK
 * @param jfifMarkers indices of the markers of JFIF segments; one of them means YCbCr
 * @param rgbIds whether the components are named R, G and B
 * @param scanStart index of the first scan's marker
 */
public record JpegHeader(
    ImageSize size,
    int components,
    Optional<Integer> adobeTransform,
    List<Integer> jfifMarkers,
    boolean rgbIds,
    int scanStart) {

  private static final int BASELINE = 0xC0;
  private static final int PROGRESSIVE = 0xC2;
  private static final int START_OF_SCAN = 0xDA;
  private static final int END_OF_IMAGE = 0xD9;
  private static final int APP0 = 0xE0;
  private static final int APP14 = 0xEE;

  /**
   * Reads the segments before the first scan.
   *
   * @throws UndecodableException if the image's size is not there, or no scan follows
   */
  public static JpegHeader read(byte[] bytes) throws UndecodableException {
    return new Scanner(bytes).scan();
  }

  /** Whether an end marker follows; in the scans' own bytes there cannot be one. */
  public boolean hasEnd(byte[] bytes) {
    for (int i = bytes.length - 2; i > scanStart; i--) {
      if (bytes[i] == (byte) 0xFF && bytes[i + 1] == (byte) END_OF_IMAGE) {
        return true;
      }
    }
    return false;
  }

  /** Whether libjpeg takes the first three components for YCbCr (or YCC of YCCK). */
  public boolean isYcc() {
    if (components == 4) {
      return adobeTransform.map(code -> code != 0).orElse(false);
    }
    return components == 3
        && (!jfifMarkers.isEmpty() || adobeTransform.map(code -> code != 0).orElse(!rgbIds));
  }

  private static final class Scanner {
    private final byte[] bytes;
    private final ByteReader reader;
    private Optional<ImageSize> size = Optional.empty();
    private int components;
    private Optional<Integer> adobeTransform = Optional.empty();
    private final List<Integer> jfifMarkers = new ArrayList<>();
    private boolean rgbIds;

    Scanner(byte[] bytes) {
      this.bytes = bytes;
      this.reader = new ByteReader(bytes, ByteOrder.BIG_ENDIAN);
    }

    JpegHeader scan() throws UndecodableException {
      reader.skip(2);
      for (int marker = marker(); marker != START_OF_SCAN; marker = marker()) {
        if (marker < BASELINE) {
          throw new UndecodableException("a JPEG with a marker of %02X".formatted(marker));
        }
        if (hasLength(marker)) {
          segment(marker);
        }
      }
      return new JpegHeader(
          size.orElseThrow(() -> new UndecodableException("a scan comes before the size")),
          components,
          adobeTransform,
          List.copyOf(jfifMarkers),
          rgbIds,
          reader.position() - 2);
    }

    /** The next marker; stray bytes before it are passed over, as libjpeg does. */
    private int marker() throws UndecodableException {
      int previous = 0;
      for (int next = reader.u8(); ; next = reader.u8()) {
        if (previous == 0xFF && next != 0xFF && next != 0) {
          return next;
        }
        previous = next;
      }
    }

    private static boolean hasLength(int marker) {
      return marker < 0xD0 || marker > END_OF_IMAGE;
    }

    private void segment(int marker) throws UndecodableException {
      int start = reader.position();
      int length = reader.u16();
      requireVersion(marker, length);
      if (isFrame(marker)) {
        requireHuffman(marker);
        requireFirst();
        frame();
      } else if (marker == APP0 && length >= 16 && startsWith("JFIF\0")) {
        jfifMarkers.add(start - 2);
      } else if (marker == APP14 && length >= 14 && startsWith("Adobe")) {
        adobeTransform = Optional.of(reader.skip(11).u8());
      }
      reader.skip(start + length - reader.position());
    }

    /** Pillow refuses segments of these names that are too short for a version. */
    private void requireVersion(int marker, int length) throws UndecodableException {
      boolean versioned =
          (marker == APP0 && length >= 6 && startsWith("JFIF"))
              || (marker == APP14 && length >= 7 && startsWith("Adobe"));
      if (versioned && length < 9) {
        throw new UndecodableException(
            "a JPEG with a segment of %d bytes; expected 9".formatted(length));
      }
    }

    private static boolean isFrame(int marker) {
      return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    /** Arithmetic codes that are missing look like a flat image. */
    private static void requireHuffman(int marker) throws UndecodableException {
      if (marker > PROGRESSIVE) {
        throw new UndecodableException(
            "a JPEG of kind SOF%d; expected SOF0, SOF1 or SOF2".formatted(marker - BASELINE));
      }
    }

    private void requireFirst() throws UndecodableException {
      if (size.isPresent()) {
        throw new UndecodableException("a JPEG with two frame headers");
      }
    }

    private void frame() throws UndecodableException {
      int precision = reader.u8();
      if (precision != 8) {
        throw new UndecodableException("a JPEG of " + precision + " bits a sample; expected 8");
      }
      int height = reader.u16();
      size = Optional.of(ImageSize.of(reader.u16(), height));
      components = reader.u8();
      StringBuilder ids = new StringBuilder();
      for (int i = 0; i < components; i++) {
        ids.append((char) reader.u8());
        reader.skip(2);
      }
      rgbIds = "RGB".contentEquals(ids);
    }

    private boolean startsWith(String name) {
      int at = reader.position();
      for (int i = 0; i < name.length(); i++) {
        if (at + i >= bytes.length || bytes[at + i] != name.charAt(i)) {
          return false;
        }
      }
      return true;
    }
  }
}
