package org.thumbscore.image.codec;

import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.common.Messages;
import org.thumbscore.image.header.JpegHeader;

/**
 * Bindings to libjpeg-turbo and libwebp, the libraries behind Pillow, through Leptonica.
 * Thread-safe.
 *
 * <p>The libraries are loaded on first use. If that fails, JPEG images are decoded by the JDK, and
 * WebP images cannot be decoded.
 */
final class NativeCodecs {
  private static final Logger LOG = LoggerFactory.getLogger(NativeCodecs.class);
  private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";

  private static final int NO_COLORMAP = 0;
  private static final int FULL_SIZE = 1;
  private static final int COLOUR_BITS = 32;

  private static Optional<NativeCodecs> loaded;

  private NativeCodecs() {}

  /**
   * Returns the codecs, or empty if they cannot be loaded.
   *
   * @param scratch a directory where the libraries are unpacked, unless JavaCPP's own property
   *     specifies another one
   */
  @SuppressWarnings("OptionalAssignedToNull")
  static synchronized Optional<NativeCodecs> load(Path scratch) {
    if (loaded == null) {
      loaded = tryToLoad(scratch);
    }
    return loaded;
  }

  private static Optional<NativeCodecs> tryToLoad(Path scratch) {
    if (System.getProperty(CACHE_PROPERTY) == null) {
      System.setProperty(CACHE_PROPERTY, scratch.resolve("javacpp").toString());
    }
    try {
      leptonica.setMsgSeverity(leptonica.L_SEVERITY_NONE);
      loadEverything();
      return Optional.of(new NativeCodecs());
    } catch (LinkageError e) {
      LOG.warn(
          "Cannot load libjpeg-turbo and libwebp ({}): JPEG is slower, WebP cannot be read. Make {} writable and not mounted noexec, or name another directory by -D{}",
          Messages.firstLine(Messages.root(e)),
          System.getProperty(CACHE_PROPERTY),
          CACHE_PROPERTY);
      LOG.debug("Cannot load libjpeg-turbo and libwebp", e);
      return Optional.empty();
    }
  }

  /**
   * Loads everything at once: JavaCPP accesses its directory for each class, and the directory may
   * be deleted later.
   */
  private static void loadEverything() {
    PixImage.of(leptonica.pixCreate(1, 1, COLOUR_BITS)).ifPresent(PixImage::close);
  }

  /**
   * Decodes a grayscale or three-component JPEG image, or returns empty on any warning or error.
   */
  Optional<DecodedImage> readJpeg(byte[] bytes, JpegHeader header) {
    return header.isYcc()
        ? readJpeg(UnconvertedJpeg.of(bytes, header)).map(YccImage::new)
        : readJpeg(bytes);
  }

  private static Optional<DecodedImage> readJpeg(byte[] bytes) {
    int[] warnings = new int[1];
    PIX pix = leptonica.pixReadMemJpeg(bytes, bytes.length, NO_COLORMAP, FULL_SIZE, warnings, 0);
    Optional<PixImage> image = PixImage.of(pix);
    if (warnings[0] > 0) {
      image.ifPresent(PixImage::close);
      return Optional.empty();
    }
    return image.map(DecodedImage.class::cast);
  }

  /** Decodes a WebP image with one frame, or returns empty if it is damaged. */
  Optional<DecodedImage> readWebp(byte[] bytes) {
    return PixImage.of(leptonica.pixReadMemWebP(bytes, bytes.length)).map(DecodedImage.class::cast);
  }
}
