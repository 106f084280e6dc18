/**
 * Decoders of image formats and the conversion of their colours to RGB.
 *
 * <p>In: the bytes of an image and its header. Out: rows of RGB pixels, equal to Pillow's. It must
 * not know what the pixels are used for.
 */
package org.thumbscore.image.codec;
