/**
 * From the bytes of an encoded image to the pixels that the image tower reads, with the very
 * arithmetic of the Pillow processor that CLIP was trained with.
 *
 * <p>In: an encoded image and what the bundle's {@code preprocessor_config.json} says. Out: a crop
 * of 8-bit RGB, or the reason why there is none. It must not know of tensors, sessions or Spark.
 * This package is the facade; {@code header}, {@code codec} and {@code resample} are its inside.
 */
package org.thumbscore.image;
