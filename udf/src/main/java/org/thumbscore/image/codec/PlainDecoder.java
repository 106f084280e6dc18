package org.thumbscore.image.codec;

import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import javax.imageio.ImageReader;
import org.thumbscore.image.header.ImageSize;
import org.thumbscore.image.header.SizeGate;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;

/** A format that a JDK reader reads as Pillow does. Thread-safe. */
record PlainDecoder(JdkReaders readers) implements FormatDecoder {
  /** What {@link RasterImage} takes besides for layouts of several samples to a word. */
  private static final int CONVERTED_BYTES = 8;

  @Override
  public DecodedImage decode(byte[] bytes, SizeGate gate)
      throws UndecodableException, TooLargeException {
    return JdkDecode.run(
        readers,
        bytes,
        (ImageReader reader) -> {
          ImageSize size = gate.check(ImageSize.of(reader.getWidth(0), reader.getHeight(0)));
          gate.take(size.pixels() * bytesPerPixel(reader));
          return RasterImage.of(reader.read(0));
        });
  }

  private static int bytesPerPixel(ImageReader reader) throws IOException {
    ColorModel model = reader.getImageTypes(0).next().getColorModel();
    int stored = (model.getPixelSize() + 7) / 8;
    boolean asStored = model instanceof IndexColorModel || model instanceof ComponentColorModel;
    return asStored ? stored : stored + CONVERTED_BYTES;
  }
}
