package org.thumbscore.image.jpeg;

import java.util.Optional;
import org.thumbscore.image.header.PixelWindow;

/** Reads JPEG images. */
public final class JpegReader {
  private JpegReader() {}

  /**
   * Decodes a window of an image, after reading the whole file.
   *
   * @param file a complete JPEG file; not modified
   * @param window the pixels that are needed, all of them within the image
   * @return the samples, or empty if the image has any feature or fault that only a complete
   *     decoder can judge
   */
  public static Optional<JpegSamples> read(byte[] file, PixelWindow window) {
    try {
      return Optional.of(new JpegFile(file, window).read());
    } catch (UnusualJpegException e) {
      return Optional.empty();
    }
  }
}
