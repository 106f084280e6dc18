package org.thumbscore.image.resample;

/**
 * A decoded image.
 *
 * @param samples row-major {@code [height, width, 3]}, RGB, 8 bits; owned by the caller that got it
 */
@SuppressWarnings("ArrayRecordComponent") // never a key: a carrier between two steps
public record RgbImage(int width, int height, byte[] samples) {}
