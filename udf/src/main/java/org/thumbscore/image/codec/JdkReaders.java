package org.thumbscore.image.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/**
 * The JDK's own image readers, regardless of the ImageIO plugins on the class path. The provider is
 * looked up once, when the class is loaded. Thread-safe; each reader handles one image.
 */
enum JdkReaders {
  JPEG,
  TIFF;

  private static final String PACKAGE = "com.sun.imageio.plugins.";

  @SuppressWarnings("ImmutableEnumChecker") // the JDK's providers have no mutable state
  private final ImageReaderSpi provider = find(name().toLowerCase(Locale.ROOT));

  private static ImageReaderSpi find(String format) {
    Iterator<ImageReaderSpi> providers =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
    while (providers.hasNext()) {
      ImageReaderSpi spi = providers.next();
      if (spi.getClass().getName().startsWith(PACKAGE + format + ".")) {
        return spi;
      }
    }
    throw new IllegalStateException("this Java has no image reader for " + format);
  }

  /** Returns a reader for these bytes, which the caller must {@link ImageReader#dispose}. */
  ImageReader open(byte[] bytes) {
    try {
      ImageReader reader = provider.createReaderInstance();
      ImageInputStream input = new BytesInput(bytes);
      reader.setInput(input, true, true);
      return reader;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create the JDK's " + name() + " reader", e);
    }
  }
}
