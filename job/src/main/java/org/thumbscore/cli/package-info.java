/**
 * The commands: options, what is printed, exit codes.
 *
 * <p>In: a command line. Out: lines on the terminal and an exit code. No other package may know of
 * it.
 */
package org.thumbscore.cli;
