package org.thumbscore.hostile;

import org.thumbscore.image.header.ImageFormat;

/**
 * A damaged image.
 *
 * @param source name of the whole one
 * @param mutation how it was damaged
 */
@SuppressWarnings("ArrayRecordComponent") // never a key
public record Mutant(String id, ImageFormat format, String source, String mutation, byte[] bytes) {}
