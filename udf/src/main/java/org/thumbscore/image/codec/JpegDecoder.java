package org.thumbscore.image.codec;

import java.util.Optional;
import org.thumbscore.image.header.DecodeMemory;
import org.thumbscore.image.header.JpegHeader;
import org.thumbscore.image.header.JpegScans;
import org.thumbscore.image.header.PixelWindow;
import org.thumbscore.image.header.SizeGate;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;
import org.thumbscore.image.jpeg.JpegReader;

/**
 * A decoder for JPEG images. Those that are whole and of a common kind are decoded by {@link
 * JpegReader}, and the others by libjpeg-turbo, if it is available. CMYK images, and images for
 * which libjpeg-turbo reports a warning or an error, are decoded with the JDK's reader, which
 * returns the same samples and describes what is wrong. Thread-safe.
 */
record JpegDecoder(Optional<NativeCodecs> natives) implements FormatDecoder {
  private static final int PIXEL_BYTES = 4;
  private static final int COEFFICIENT_BYTES = 2;

  @Override
  public DecodedImage decode(byte[] bytes, SizeGate gate)
      throws UndecodableException, TooLargeException {
    return decode(bytes, gate, PixelWindow::whole);
  }

  @Override
  public DecodedImage decode(byte[] bytes, SizeGate gate, PixelWindow.Chooser chooser)
      throws UndecodableException, TooLargeException {
    JpegHeader header = JpegHeader.read(bytes);
    gate.check(header.size());
    if (!header.hasEnd(bytes)) {
      throw new UndecodableException(
          "a JPEG cut off after " + bytes.length + " bytes, before its end marker");
    }
    int scans = JpegScans.count(bytes, header);
    Optional<DecodedImage> own = readOwn(bytes, header, chooser);
    if (own.isPresent()) {
      return own.get();
    }
    // For images with several scans, libjpeg keeps all coefficients in memory until the last scan.
    int held = scans > 1 ? COEFFICIENT_BYTES * header.components() : 0;
    gate.take(header.size().pixels() * (PIXEL_BYTES + held));
    Optional<DecodedImage> fast =
        header.components() == 4
            ? Optional.empty()
            : natives.flatMap(codecs -> codecs.readJpeg(bytes, header));
    return fast.isPresent() ? fast.get() : JdkJpeg.decode(bytes, header);
  }

  /** Decodes an image that is small enough not to wait for memory. */
  private static Optional<DecodedImage> readOwn(
      byte[] bytes, JpegHeader header, PixelWindow.Chooser chooser) {
    int held = PIXEL_BYTES + COEFFICIENT_BYTES * header.components();
    if (!DecodeMemory.isSmall(header.size().pixels() * held + bytes.length)) {
      return Optional.empty();
    }
    PixelWindow window = chooser.of(header.size());
    return JpegReader.read(bytes, window)
        .map(samples -> new JpegColumns(samples, window, header.isYcc()));
  }
}
