package org.thumbscore.image.codec;

import org.thumbscore.image.header.PixelWindow;
import org.thumbscore.image.header.SizeGate;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;

/** A decoder for one image format. Thread-safe. */
@FunctionalInterface
interface FormatDecoder {
  /**
   * Decodes a complete image, which the caller closes.
   *
   * @param gate checks every size in the headers before memory is allocated for it
   */
  DecodedImage decode(byte[] bytes, SizeGate gate) throws UndecodableException, TooLargeException;

  /** Decodes an image of which only a window is read. The whole image is checked nevertheless. */
  default DecodedImage decode(byte[] bytes, SizeGate gate, PixelWindow.Chooser window)
      throws UndecodableException, TooLargeException {
    return decode(bytes, gate);
  }
}
