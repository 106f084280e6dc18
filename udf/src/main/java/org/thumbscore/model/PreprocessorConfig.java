package org.thumbscore.model;

import java.util.List;

/**
 * What a bundle's {@code processor_config.json} or {@code preprocessor_config.json} says of the way
 * from an image to the vision tower.
 *
 * @param resize how the image is scaled; absent steps are {@link Resize.None}
 * @param crop height and width of the centre crop, or of the resized image where it says not to
 *     crop
 * @param centerCrop whether the centre is cut out after resizing
 * @param resample Pillow's filter number: 2 bilinear, 3 bicubic
 * @param rescaleFactor multiplied with each 8-bit sample; 1 where it says not to rescale
 * @param mean per channel, RGB; zeros where it says not to normalise
 * @param deviation per channel, RGB; ones where it says not to normalise
 */
public record PreprocessorConfig(
    Resize resize,
    Size crop,
    boolean centerCrop,
    int resample,
    double rescaleFactor,
    List<Double> mean,
    List<Double> deviation) {

  /** Pillow's number of the bilinear filter. */
  public static final int BILINEAR = 2;

  /** Pillow's number of the bicubic filter. */
  public static final int BICUBIC = 3;

  public PreprocessorConfig {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
  }

  /** Pixels. */
  public record Size(int height, int width) {}

  /** How an image is scaled before it is cropped. */
  public sealed interface Resize {
    /** Not at all. */
    record None() implements Resize {}

    /** The shorter edge becomes this many pixels, the longer follows. */
    record ShortestEdge(int pixels) implements Resize {}

    /** To this size whatever its shape. */
    record Exact(Size size) implements Resize {}
  }
}
