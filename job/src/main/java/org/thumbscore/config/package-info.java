/**
 * Reads and validates configuration.
 *
 * <p>The defaults of the jar, a file, settings and options are merged into one typed configuration.
 * Invalid values and unknown keys are reported with the name of the key. This package does not
 * depend on commands or runs.
 */
package org.thumbscore.config;
