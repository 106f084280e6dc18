/**
 * A decoder for the JPEG images that are common on the web, exact to libjpeg-turbo: sequential and
 * progressive images of one or three components, with chroma sampled as 4:4:4, 4:2:2 or 4:2:0.
 *
 * <p>It reads the whole file and transforms only the window that is needed. Whatever it does not
 * know, and whatever is damaged, it leaves to a complete decoder.
 */
package org.thumbscore.image.jpeg;
