/**
 * Preprocessing of encoded images to the pixels that the image tower reads, with exactly the
 * arithmetic of the Pillow processor with which CLIP was trained.
 *
 * <p>The input is an encoded image and the bundle's {@code preprocessor_config.json}, and the
 * output is a crop in 8-bit RGB or the reason why there is none. This package does not depend on
 * tensors, sessions or Spark. It is the public interface to the implementation in {@code header},
 * {@code codec} and {@code resample}.
 */
package org.thumbscore.image;
