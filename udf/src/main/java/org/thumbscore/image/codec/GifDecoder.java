package org.thumbscore.image.codec;

import org.thumbscore.image.header.GifHeader;
import org.thumbscore.image.header.SizeGate;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;

/** A decoder for the first frame of GIF images, placed on the logical screen. Thread-safe. */
final class GifDecoder implements FormatDecoder {
  @Override
  public DecodedImage decode(byte[] bytes, SizeGate gate)
      throws UndecodableException, TooLargeException {
    GifHeader header = GifHeader.read(bytes);
    gate.check(header.screen());
    byte[] indices = new byte[gate.takeArray(header.frame(), 1)];
    GifFrame.expand(
        bytes, header.codes(), new GifRows(indices, header.frame(), header.interlaced()));
    int[] colors = header.colors();
    return new FramedImage(
        header.screen(),
        header.left(),
        header.top(),
        new IndexedImage(header.frame(), indices, colors),
        colors[header.background()]);
  }
}
