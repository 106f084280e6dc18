/**
 * Finds images by their stored embeddings: those that resemble a text or an image, and those that
 * resemble each other.
 */
package org.thumbscore.search;
