package org.thumbscore.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.thumbscore.model.PreprocessorConfig;
import org.thumbscore.model.PreprocessorConfig.Resize;
import org.thumbscore.model.PreprocessorConfig.Size;
import org.thumbscore.testing.Preprocessors;

/** Small images of every format with Pillow's crops; {@code make_image_goldens.py} made them. */
public final class GoldenImages {
  private GoldenImages() {}

  /** An image and how its crop was made. */
  record Case(String image, PreprocessorConfig config) {
    byte[] encoded() {
      try {
        return Files.readAllBytes(folder().resolve("pictures").resolve(image));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    byte[] crop() throws IOException {
      return samples(folder().resolve("crops").resolve(image + ".png"));
    }

    @Override
    public String toString() {
      return image;
    }
  }

  static List<Case> all() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    return Files.readAllLines(folder().resolve("cases.jsonl")).stream()
        .map(line -> read(mapper, line))
        .toList();
  }

  private static Case read(ObjectMapper mapper, String line) {
    try {
      JsonNode json = mapper.readTree(line);
      return new Case(json.get("picture").asText(), config(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The processor's settings of a case. */
  public static PreprocessorConfig config(JsonNode json) {
    return Preprocessors.with(
        json.path("resize").asBoolean(true) ? resize(json.get("size")) : new Resize.None(),
        size(json.get("crop")),
        json.get("resample").asInt());
  }

  private static Resize resize(JsonNode size) {
    return size.has("shortest_edge")
        ? new Resize.ShortestEdge(size.get("shortest_edge").asInt())
        : new Resize.Exact(size(size));
  }

  private static Size size(JsonNode size) {
    return new Size(size.get("height").asInt(), size.get("width").asInt());
  }

  /** The RGB samples of a PNG, row by row. */
  public static byte[] samples(Path png) throws IOException {
    BufferedImage image = ImageIO.read(png.toFile());
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] samples = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      int rgb = image.getRGB(i % width, i / width);
      samples[3 * i] = (byte) (rgb >> 16);
      samples[3 * i + 1] = (byte) (rgb >> 8);
      samples[3 * i + 2] = (byte) rgb;
    }
    return samples;
  }

  private static Path folder() {
    try {
      return Path.of(GoldenImages.class.getResource("cases.jsonl").toURI()).getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
