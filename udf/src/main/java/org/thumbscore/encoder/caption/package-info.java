/**
 * The family of captioning systems, such as BLIP-2+SBERT: an image becomes a caption, and the
 * caption and the text become sentence embeddings.
 */
package org.thumbscore.encoder.caption;
