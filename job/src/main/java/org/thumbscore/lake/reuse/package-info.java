/**
 * Embeddings that the output holds, found again by the digest of what they were computed from.
 *
 * <p>In: digests of articles and the records of an output. Out: stored embeddings. It must not know
 * how rows are scored.
 */
package org.thumbscore.lake.reuse;
