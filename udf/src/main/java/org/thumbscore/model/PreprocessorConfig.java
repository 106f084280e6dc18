package org.thumbscore.model;

import java.util.List;

/**
 * The image preprocessing that a bundle's {@code processor_config.json} or {@code
 * preprocessor_config.json} specifies.
 *
 * @param resize how the image is resized; {@link Resize.None} if it is not
 * @param crop the height and width of the center crop or, without cropping, of the resized image
 * @param centerCrop whether the center is cropped after resizing
 * @param resample Pillow's filter number: 2 for bilinear, 3 for bicubic
 * @param rescaleFactor the factor by which each 8-bit sample is multiplied; 1 without rescaling
 * @param mean the mean of each channel, RGB; zeros without normalization
 * @param deviation the standard deviation of each channel, RGB; ones without normalization
 */
public record PreprocessorConfig(
    Resize resize,
    Size crop,
    boolean centerCrop,
    int resample,
    double rescaleFactor,
    List<Double> mean,
    List<Double> deviation) {

  /** Pillow's number for the bilinear filter. */
  public static final int BILINEAR = 2;

  /** Pillow's number for the bicubic filter. */
  public static final int BICUBIC = 3;

  public PreprocessorConfig {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
  }

  /** A size in pixels. */
  public record Size(int height, int width) {}

  /** The way in which an image is resized before it is cropped. */
  public sealed interface Resize {
    /** No resizing. */
    record None() implements Resize {}

    /** A resize of the shorter edge to this number of pixels that keeps the aspect ratio. */
    record ShortestEdge(int pixels) implements Resize {}

    /** A resize to this exact size, regardless of the aspect ratio. */
    record Exact(Size size) implements Resize {}
  }
}
