/**
 * Writes the output: staging, gates, the ledger, the lock, and commits that replace a slice as a
 * whole.
 *
 * <p>Given the scored rows of a slice, this package commits them so that a run that dies at any
 * point can be recovered. It does not depend on how rows are scored.
 */
package org.thumbscore.lake.commit;
