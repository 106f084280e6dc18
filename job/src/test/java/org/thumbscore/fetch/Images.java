package org.thumbscore.fetch;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;

/** Images and settings for tests. */
public final class Images {
  private Images() {}

  /** A JPEG of one colour. */
  public static byte[] jpeg(int rgb) {
    BufferedImage image = new BufferedImage(32, 24, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 24; y++) {
      for (int x = 0; x < 32; x++) {
        image.setRGB(x, y, rgb);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "jpeg", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Only 127.0.0.1 is open besides the public internet. */
  static FetchSettings settings() {
    return settings(new Politeness("thumbscore/test", 4, 10_000, Politeness.Robots.OBEYED));
  }

  static FetchSettings settings(Politeness politeness) {
    return new FetchSettings(
        new FetchLimits(100_000, Duration.ofSeconds(20), 5, 3),
        politeness,
        new AddressPolicy(List.of(IpRange.parse("127.0.0.1")), Set.of()),
        8);
  }

  static FetchSettings impatient() {
    FetchSettings usual = settings();
    return new FetchSettings(
        new FetchLimits(100_000, Duration.ofMillis(700), 5, 0),
        usual.politeness(),
        usual.addresses(),
        8);
  }
}
