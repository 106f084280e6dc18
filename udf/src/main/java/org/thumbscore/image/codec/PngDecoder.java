package org.thumbscore.image.codec;

import java.util.Optional;
import org.thumbscore.image.header.ImageSize;
import org.thumbscore.image.header.PngHeader;
import org.thumbscore.image.header.PngKind;
import org.thumbscore.image.header.SizeGate;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;

/** A decoder for PNG images: the still image or the first frame of an animation. Thread-safe. */
final class PngDecoder implements FormatDecoder {
  @Override
  public DecodedImage decode(byte[] bytes, SizeGate gate)
      throws UndecodableException, TooLargeException {
    PngHeader header = PngHeader.read(bytes, gate);
    Optional<PngHeader.Box> box = header.box();
    ImageSize size = box.isPresent() ? box.get().size() : header.size();
    PngKind kind = header.kind();
    PngSamples kept = new PngSamples(kind);
    gate.take(size.pixels() * kept.count() + 2L * kind.rowBytes(size.width()));
    byte[] samples = new byte[gate.arrayLength(size, kept.count())];
    try (PngRows rows = new PngRows(bytes, header, size, samples)) {
      rows.read();
    }
    // Chunks after the pixels do not affect the colors.
    int[] colors = kept.colors(header.palette());
    header.finish();
    DecodedImage image =
        kind.color() ? new TrueColorImage(size, samples) : new IndexedImage(size, samples, colors);
    return box.isPresent() ? framed(header, box.get(), image, colors[0]) : image;
  }

  /**
   * Places a frame on its canvas; as in Pillow, interlaced frames are placed in the top left
   * corner.
   */
  private static DecodedImage framed(
      PngHeader header, PngHeader.Box box, DecodedImage frame, int background)
      throws UndecodableException {
    boolean moved = !header.interlaced();
    return new FramedImage(
        header.size(),
        moved ? box.left() : 0,
        moved ? box.top() : 0,
        frame,
        header.kind().indexed() ? background : 0);
  }
}
