package org.thumbscore.bench;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * The images and texts to measure with. Article {@code i} has the image and the text at {@code i}
 * modulo their number.
 *
 * @param images encoded images; not modified
 * @param description where the images come from
 */
public record Workload(List<byte[]> images, List<String> texts, String description)
    implements Serializable {
  private static final int DRAWN = 64;
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int MOST_FILES = 1_000;
  private static final int LEAST_WORDS = 20;
  private static final int MOST_WORDS = 70;
  private static final int PIXELS_PER_OVAL = 92;
  // About 45 kB, as thumbnails of news have.
  private static final int DRAWN_OVALS = 250;
  private static final List<String> WORDS =
      List.of(
          "after",
          "people",
          "in",
          "the",
          "government",
          "said",
          "a",
          "flood",
          "of",
          "market",
          "harbour",
          "police",
          "on",
          "Tuesday",
          "with",
          "and",
          "minister",
          "farmers",
          "to",
          "election",
          "storm",
          "hospital",
          "for",
          "striker",
          "final",
          "at",
          "report",
          "company");

  /** Returns images of 640x360 pixels, drawn by chance, and texts of 20 to 70 words. */
  public static Workload drawn() {
    return new Workload(
        IntStream.range(0, DRAWN).mapToObj(seed -> jpeg(seed, WIDTH, HEIGHT, DRAWN_OVALS)).toList(),
        drawnTexts(),
        "%d drawn JPEGs of %dx%d pixels".formatted(DRAWN, WIDTH, HEIGHT));
  }

  /**
   * Returns the files of a directory as images, at most 1,000, with the same texts.
   *
   * @throws IllegalArgumentException if there is no file
   * @throws UncheckedIOException if they cannot be read
   */
  public static Workload of(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> found = files.filter(Files::isRegularFile).sorted().limit(MOST_FILES).toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException("there is no file in it");
      }
      List<byte[]> images = new ArrayList<>();
      for (Path file : found) {
        images.add(Files.readAllBytes(file));
      }
      return new Workload(
          images, drawnTexts(), "%d files of %s".formatted(found.size(), directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the image of an article. */
  public byte[] image(long article) {
    return images.get((int) (article % images.size()));
  }

  /** Returns the text of an article. */
  public String text(long article) {
    return texts.get((int) (article % texts.size()));
  }

  private static List<String> drawnTexts() {
    Random random = new Random(1);
    return IntStream.range(0, DRAWN)
        .mapToObj(
            i ->
                random
                    .ints(LEAST_WORDS + random.nextInt(MOST_WORDS - LEAST_WORDS), 0, WORDS.size())
                    .mapToObj(WORDS::get)
                    .collect(Collectors.joining(" ")))
        .toList();
  }

  /** Returns a JPEG full of ovals, the same for the same seed. */
  public static byte[] jpeg(int seed, int width, int height) {
    return jpeg(seed, width, height, 20 + width * height / PIXELS_PER_OVAL);
  }

  private static byte[] jpeg(int seed, int width, int height, int ovals) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    Random random = new Random(seed);
    for (int i = 0; i < ovals; i++) {
      graphics.setColor(new Color(random.nextInt(1 << 24)));
      graphics.fillOval(random.nextInt(width), random.nextInt(height), 40, 25);
    }
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "jpeg", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
