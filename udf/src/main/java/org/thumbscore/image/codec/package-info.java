/**
 * Decoders of image formats, which convert all colors to RGB.
 *
 * <p>The input is the bytes of an image and its header, and the output is rows of RGB pixels that
 * equal Pillow's. This package does not depend on what the pixels are used for.
 */
package org.thumbscore.image.codec;
