package org.thumbscore.image.resample;

/**
 * A decoded image.
 *
 * @param samples a row-major array of 8-bit RGB samples of shape {@code [height, width, 3]}; owned
 *     by the caller that received it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; only passed between two steps
public record RgbImage(int width, int height, byte[] samples) {}
