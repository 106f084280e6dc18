package org.thumbscore.image.codec;

import java.util.Optional;
import org.thumbscore.image.header.SizeGate;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;
import org.thumbscore.image.header.WebpHeader;

/** A decoder for WebP images: the still image or the first frame of an animation. Thread-safe. */
record WebpDecoder(Optional<NativeCodecs> natives) implements FormatDecoder {
  /** For lossless WebP, libwebp keeps a second copy of all pixels. */
  private static final int BYTES_PER_PIXEL = 8;

  @Override
  public DecodedImage decode(byte[] bytes, SizeGate gate)
      throws UndecodableException, TooLargeException {
    WebpHeader header = WebpHeader.read(bytes);
    gate.check(header.canvas());
    if (header.firstFrame().isEmpty()) {
      gate.take(BYTES_PER_PIXEL * header.canvas().pixels());
      return still(bytes);
    }
    WebpHeader.Frame frame = header.firstFrame().get();
    gate.take(BYTES_PER_PIXEL * gate.check(frame.size()).pixels());
    return new FramedImage(header.canvas(), frame.left(), frame.top(), still(frame.file()), 0);
  }

  private DecodedImage still(byte[] bytes) throws UndecodableException {
    if (natives.isEmpty()) {
      throw new UndecodableException(
          "a WebP, which needs libwebp; it does not load on this machine");
    }
    return natives
        .get()
        .readWebp(bytes)
        .orElseThrow(() -> new UndecodableException("a damaged or cut-off WebP"));
  }
}
