/**
 * From the bytes of an encoded picture to the pixels that the image tower reads, with the very
 * arithmetic of the Pillow processor that CLIP was trained with.
 *
 * <p>In comes an encoded picture and what the bundle's {@code preprocessor_config.json} says; out
 * comes a crop of 8-bit RGB, or the reason why there is none. Knows nothing of tensors, sessions or
 * Spark.
 */
package org.thumbscore.image;
