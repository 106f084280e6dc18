/**
 * The command-line interface: commands and their options, printed output and exit codes.
 *
 * <p>This package turns a command line into calls to the other packages and their results into
 * terminal output and an exit code. No other package depends on it.
 */
package org.thumbscore.cli;
