package org.thumbscore.search;

/**
 * An article whose image was found.
 *
 * @param cosine the best cosine of the image and the query, in [-1, 1]
 * @param id the article's id; null if it has none
 * @param source the article's source; null if it has none
 * @param similarity the stored similarity of the article's image and text; null if it has none
 */
public record Match(float cosine, String id, String source, Float similarity) {}
