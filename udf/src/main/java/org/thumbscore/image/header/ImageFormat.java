package org.thumbscore.image.header;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The supported image formats, recognized by their first bytes. */
public enum ImageFormat {
  JPEG {
    @Override
    boolean matches(byte[] bytes) {
      return startsWith(bytes, "FFD8FF");
    }
  },
  PNG {
    @Override
    boolean matches(byte[] bytes) {
      return startsWith(bytes, "89504E470D0A1A0A");
    }
  },
  GIF {
    @Override
    boolean matches(byte[] bytes) {
      return startsWith(bytes, "474946383761") || startsWith(bytes, "474946383961");
    }
  },
  WEBP {
    @Override
    boolean matches(byte[] bytes) {
      return startsWith(bytes, "52494646")
          && bytes.length >= 12
          && "WEBP".equals(new String(bytes, 8, 4, StandardCharsets.ISO_8859_1));
    }
  },
  BMP {
    @Override
    boolean matches(byte[] bytes) {
      return startsWith(bytes, "424D");
    }
  },
  TIFF {
    @Override
    boolean matches(byte[] bytes) {
      return startsWith(bytes, "49492A00") || startsWith(bytes, "4D4D002A");
    }
  };

  abstract boolean matches(byte[] bytes);

  /** Returns the format that the first bytes indicate, or empty for anything else. */
  public static Optional<ImageFormat> of(byte[] bytes) {
    return Arrays.stream(values()).filter(format -> format.matches(bytes)).findFirst();
  }

  static boolean startsWith(byte[] bytes, String hex) {
    byte[] magic = HexFormat.of().parseHex(hex);
    return bytes.length >= magic.length
        && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
  }
}
