/**
 * Parsing of the headers of encoded images, before anything is decoded.
 *
 * <p>The input is the bytes of an image, and the output is its format and size, or a refusal. The
 * package also limits the memory and time for decoding an image. It does not decode pixels.
 */
package org.thumbscore.image.header;
