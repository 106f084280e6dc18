package org.thumbscore.image.codec;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import javax.imageio.ImageReader;
import org.thumbscore.image.header.GifHeader;
import org.thumbscore.image.header.SizeGate;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;

/** GIF: the first frame on the screen it is made for. Thread-safe. */
final class GifDecoder implements FormatDecoder {
  @Override
  public DecodedImage decode(byte[] bytes, SizeGate gate)
      throws UndecodableException, TooLargeException {
    GifHeader header = GifHeader.read(bytes);
    gate.check(header.screen());
    gate.take(header.frame().pixels());
    return JdkDecode.run(JdkReaders.GIF, bytes, reader -> read(reader, header));
  }

  private static DecodedImage read(ImageReader reader, GifHeader header)
      throws IOException, UndecodableException {
    FrameProgress progress = new FrameProgress();
    reader.addIIOReadProgressListener(progress);
    BufferedImage frame = reader.read(0);
    if (!progress.complete()) {
      throw new UndecodableException("a damaged GIF: its first frame ends early");
    }
    int background = color((IndexColorModel) frame.getColorModel(), header.background());
    return new FramedImage(
        header.screen(), header.left(), header.top(), RasterImage.of(frame), background);
  }

  private static int color(IndexColorModel palette, int index) {
    return index < palette.getMapSize() ? palette.getRGB(index) << 8 : 0;
  }
}
