package org.thumbscore.image.header;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The contents of a JPEG image's segments before its first scan.
 *
 * @param components the number of components: 1 for grayscale, 3 for color, 4 for CMYK
 * @param adobeTransform the color transform in Adobe's segment: 0 for none, 1 for YCbCr, 2 for YCCK
 * @param jfifMarkers the indices of the markers of JFIF segments, whose presence means YCbCr
 * @param rgbIds whether the components are named R, G and B
 * @param scanStart the index of the marker of the first scan
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
   * @throws UndecodableException if the image has no size, or no scan follows
   */
  public static JpegHeader read(byte[] bytes) throws UndecodableException {
    return new Scanner(bytes).scan();
  }

  /** Returns whether an end marker follows, which cannot occur within the data of the scans. */
  public boolean hasEnd(byte[] bytes) {
    for (int i = bytes.length - 2; i > scanStart; i--) {
      if (bytes[i] == (byte) 0xFF && bytes[i + 1] == (byte) END_OF_IMAGE) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether libjpeg interprets the first three components as YCbCr (or the YCC of YCCK).
   */
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

    /** Returns the next marker. As in libjpeg, stray bytes before it are skipped. */
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

    /** Refuses segments with these names that are too short for a version, as Pillow does. */
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

    /** Refuses arithmetic coding, in which missing data would decode to a flat image. */
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
