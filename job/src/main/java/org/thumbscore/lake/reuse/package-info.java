/**
 * Reuses embeddings stored in the output, looked up by the digest of the content they were computed
 * from.
 *
 * <p>Given the digests of articles and the records of an output, this package finds the stored
 * embeddings. It does not depend on how rows are scored.
 */
package org.thumbscore.lake.reuse;
