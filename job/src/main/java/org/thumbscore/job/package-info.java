/**
 * The entry points of {@code spark-submit} and the launcher. Arguments and config files come in;
 * exit codes, one-line errors, a run summary and its JSON go out.
 *
 * <p>Decides what runs in which order. Must not know how rows are read, scored or written.
 */
package org.thumbscore.job;
