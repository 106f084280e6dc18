/**
 * Runs: what one is asked to do, its plan, its progress and its summary.
 *
 * <p>In: a request. Out: committed scores and a summary of what was done. It must not know of
 * command lines or of what is printed.
 */
package org.thumbscore.run;
