/**
 * Runs of Thumbscore: requests, plans, progress and summaries.
 *
 * <p>A request is turned into committed scores and a summary. This package does not depend on the
 * command line or on what is printed.
 */
package org.thumbscore.run;
