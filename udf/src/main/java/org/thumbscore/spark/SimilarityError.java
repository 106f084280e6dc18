package org.thumbscore.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.thumbscore.encoder.DualEncoder;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.image.resample.RgbImage;
import org.thumbscore.model.PreprocessorConfig;
import org.thumbscore.score.Cosine;

/** Measures by how much the similarities of an encoder differ from those in fp32. */
final class SimilarityError {
  private static final int IMAGES = 16;
  private static final int CELLS = 7;
  private static final int LEVELS = 256;
  private static final int CHANNELS = 3;
  private static final double NOISE = 8;
  private static final long SEED = 11;

  private static final List<String> TEXTS =
      List.of(
          "Rivers burst their banks after a week of rain",
          "The minister met farmers on Tuesday to talk about prices",
          "A striker scored twice in the final minutes",
          "Doctors warn of a new wave of infections in the coming winter",
          "Shares fell",
          "Thousands marched through the capital, and police closed two bridges",
          "The actor said at the premiere that the film had taken eleven years to make",
          "Engineers found cracks in the dam");

  private SimilarityError() {}

  /**
   * Returns the largest difference of a similarity, over all pairs of some drawn images and some
   * sentences; infinite if one of the encoders fails on one of them.
   *
   * @param exact an encoder of the same model that computes in fp32
   */
  static double between(DualEncoder encoder, DualEncoder exact) {
    List<RgbImage> images = images(encoder.imageSize());
    double[] found = similarities(encoder, images);
    double[] expected = similarities(exact, images);
    double largest = 0;
    for (int i = 0; i < found.length; i++) {
      double difference = Math.abs(found[i] - expected[i]);
      largest = difference <= largest ? largest : difference;
    }
    return Double.isNaN(largest) ? Double.POSITIVE_INFINITY : largest;
  }

  private static double[] similarities(DualEncoder encoder, List<RgbImage> images) {
    List<Embedding> pictures = new ArrayList<>();
    for (int from = 0; from < images.size(); from += encoder.maxBatch()) {
      int to = Math.min(images.size(), from + encoder.maxBatch());
      pictures.addAll(encoder.embedImages(images.subList(from, to)));
    }
    List<Embedding> words = encoder.embedTexts(TEXTS.stream().map(encoder::tokenize).toList());
    return pictures.stream()
        .flatMapToDouble(image -> words.stream().mapToDouble(text -> similarity(image, text)))
        .toArray();
  }

  private static double similarity(Embedding image, Embedding text) {
    return image instanceof Embedding.Unit picture && text instanceof Embedding.Unit words
        ? Cosine.best(picture.vectors(), words.vectors())
        : Double.NaN;
  }

  /** Draws images with large soft shapes, as photographs have, and some noise. */
  private static List<RgbImage> images(PreprocessorConfig.Size size) {
    Random random = new Random(SEED);
    List<RgbImage> images = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      images.add(image(size, random));
    }
    return images;
  }

  private static RgbImage image(PreprocessorConfig.Size size, Random random) {
    double[] grid =
        random.doubles((long) (CELLS + 1) * (CELLS + 1) * CHANNELS, 0, LEVELS).toArray();
    byte[] samples = new byte[size.height() * size.width() * CHANNELS];
    int at = 0;
    for (int y = 0; y < size.height(); y++) {
      double row = (double) y * CELLS / size.height();
      for (int x = 0; x < size.width(); x++) {
        double column = (double) x * CELLS / size.width();
        for (int c = 0; c < CHANNELS; c++) {
          double level = between(grid, row, column, c) + NOISE * random.nextGaussian();
          samples[at++] = (byte) Math.round(Math.max(0, Math.min(LEVELS - 1, level)));
        }
      }
    }
    return new RgbImage(size.width(), size.height(), samples);
  }

  /** Interpolates linearly between the four points of a grid around a place. */
  private static double between(double[] grid, double row, double column, int channel) {
    int top = (int) row;
    int left = (int) column;
    double down = row - top;
    double right = column - left;
    return (1 - down)
            * ((1 - right) * grid[at(top, left, channel)]
                + right * grid[at(top, left + 1, channel)])
        + down
            * ((1 - right) * grid[at(top + 1, left, channel)]
                + right * grid[at(top + 1, left + 1, channel)]);
  }

  private static int at(int row, int column, int channel) {
    return (row * (CELLS + 1) + column) * CHANNELS + channel;
  }
}
