/**
 * Configuration: the defaults of the jar, a file, settings and options, merged and checked.
 *
 * <p>In: HOCON and {@code key=value} settings. Out: typed configuration, or an error that names the
 * key. It must not know of commands or runs.
 */
package org.thumbscore.config;
