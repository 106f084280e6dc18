package org.thumbscore.image;

import java.util.Optional;

/** PNG: the still, or an animation's first frame. Thread-safe. */
final class PngDecoder implements FormatDecoder {
  @Override
  public DecodedImage decode(byte[] bytes, SizeGate gate)
      throws UndecodableException, TooLargeException {
    PngHeader header = PngHeader.read(bytes, gate);
    Optional<PngHeader.Box> box = header.box();
    ImageSize size = box.isPresent() ? box.get().size() : header.size();
    PngKind kind = header.kind();
    gate.take(size.pixels() * kind.keptSamples() + 2L * kind.rowBytes(size.width()));
    byte[] samples = new byte[gate.arrayLength(size, kind.keptSamples())];
    try (PngRows rows = new PngRows(bytes, header, size, samples)) {
      rows.read();
    }
    // What follows the pixels has no say in their colours.
    int[] colors = kind.colors(header.palette());
    header.finish();
    DecodedImage image =
        kind.color() ? new TrueColorImage(size, samples) : new IndexedImage(size, samples, colors);
    return box.isPresent() ? framed(header, box.get(), image, colors[0]) : image;
  }

  /** Pillow leaves interlaced frames in the canvas's corner. */
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
