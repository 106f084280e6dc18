package org.thumbscore.embed;

import java.util.Optional;

/**
 * What the pipeline takes.
 *
 * @param payload comes out again with the result
 * @param text empty: there is none to embed
 * @param image empty: there is none to embed
 * @param <T> whatever the caller needs to recognise the row
 */
public record Article<T>(T payload, Optional<String> text, Optional<Picture> image) {}
