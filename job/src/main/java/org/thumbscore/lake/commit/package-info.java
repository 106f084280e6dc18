/**
 * The output: staging, gates, the ledger, the lock, and commits that replace a slice as a whole.
 *
 * <p>In: scored rows of a slice. Out: committed slices, recoverable after a death at any point. It
 * must not know how rows are scored.
 */
package org.thumbscore.lake.commit;
