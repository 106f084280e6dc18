package org.thumbscore.image.header;

import static org.thumbscore.image.header.ImageFormat.startsWith;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Formats that an image column may contain but that are not decoded. They are recognized by their
 * first bytes, so that errors can name them.
 */
public enum UnsupportedFormat {
  AVIF("an AVIF image") {
    @Override
    boolean matches(byte[] bytes) {
      return hasBrand(bytes, Set.of("avif", "avis"));
    }
  },
  HEIC("a HEIC image") {
    @Override
    boolean matches(byte[] bytes) {
      return hasBrand(
          bytes, Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs"));
    }
  },
  HEIF("a HEIF image") {
    @Override
    boolean matches(byte[] bytes) {
      return hasBrand(bytes, Set.of("mif1", "mif2", "msf1", "miaf"));
    }
  },
  JPEG_XL("a JPEG XL image") {
    @Override
    boolean matches(byte[] bytes) {
      return startsWith(bytes, "FF0A") || startsWith(bytes, "0000000C4A584C200D0A870A");
    }
  },
  JPEG_2000("a JPEG 2000 image") {
    @Override
    boolean matches(byte[] bytes) {
      return startsWith(bytes, "FF4FFF51") || startsWith(bytes, "0000000C6A5020200D0A870A");
    }
  },
  JPEG_XR("a JPEG XR image") {
    @Override
    boolean matches(byte[] bytes) {
      return startsWith(bytes, "4949BC");
    }
  },
  ICO("an ICO image") {
    @Override
    boolean matches(byte[] bytes) {
      // Type 1, a number of images, and in the first entry a byte that is always zero.
      return startsWith(bytes, "00000100")
          && bytes.length > 9
          && (bytes[4] | bytes[5]) != 0
          && bytes[9] == 0;
    }
  },
  PSD("a Photoshop image") {
    @Override
    boolean matches(byte[] bytes) {
      return startsWith(bytes, "38425053");
    }
  },
  VIDEO("an MP4 or QuickTime video") {
    @Override
    boolean matches(byte[] bytes) {
      return brands(bytes).stream().anyMatch(brand -> brand.matches("isom|iso\\d|mp4\\d|avc1|qt "));
    }
  },
  PDF("a PDF document") {
    @Override
    boolean matches(byte[] bytes) {
      return startsWith(bytes, "255044462D");
    }
  },
  SVG("an SVG image") {
    @Override
    boolean matches(byte[] bytes) {
      return Markup.rootOf(bytes).filter("svg"::equals).isPresent();
    }
  },
  HTML("an HTML page") {
    @Override
    boolean matches(byte[] bytes) {
      return Markup.rootOf(bytes).filter(HTML_ROOTS::contains).isPresent();
    }
  },
  XML("an XML document") {
    @Override
    boolean matches(byte[] bytes) {
      return Markup.isXml(bytes);
    }
  };

  private static final Set<String> HTML_ROOTS =
      Set.of("html", "head", "body", "title", "meta", "script", "style", "div", "p", "h1");

  private static final int BRAND = 4;
  private static final int BRANDS_AT = 8;
  private static final int MOST_BRANDS = 32;

  private final String description;

  UnsupportedFormat(String description) {
    this.description = description;
  }

  abstract boolean matches(byte[] bytes);

  /** Returns a description with an article, for instance {@code an AVIF image}. */
  public String description() {
    return description;
  }

  /**
   * Returns the format that the first bytes indicate, or empty for anything else. Reads at most 32
   * KiB.
   */
  public static Optional<UnsupportedFormat> of(byte[] bytes) {
    return Arrays.stream(values()).filter(format -> format.matches(bytes)).findFirst();
  }

  private static boolean hasBrand(byte[] bytes, Set<String> wanted) {
    return !Collections.disjoint(brands(bytes), wanted);
  }

  /**
   * Returns the brands of a file in ISO base media format: the major brand, then the compatible
   * ones.
   */
  private static List<String> brands(byte[] bytes) {
    List<String> brands = new ArrayList<>();
    if (bytes.length >= BRANDS_AT + BRAND && "ftyp".equals(text(bytes, 4))) {
      int most = Math.min(bytes.length, BRANDS_AT + MOST_BRANDS * BRAND);
      int end = Math.min(most, ByteBuffer.wrap(bytes).getInt());
      brands.add(text(bytes, BRANDS_AT));
      // A version number separates the two.
      for (int at = BRANDS_AT + 2 * BRAND; at + BRAND <= end; at += BRAND) {
        brands.add(text(bytes, at));
      }
    }
    return brands;
  }

  private static String text(byte[] bytes, int at) {
    return new String(bytes, at, BRAND, StandardCharsets.ISO_8859_1);
  }
}
