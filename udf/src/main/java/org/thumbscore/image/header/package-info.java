/**
 * What the header of an encoded image says, read before anything is decoded.
 *
 * <p>In: the bytes of an image. Out: its format and size, or a refusal; and the bounds on memory
 * and time that decoding it must keep to. It must not decode pixels.
 */
package org.thumbscore.image.header;
