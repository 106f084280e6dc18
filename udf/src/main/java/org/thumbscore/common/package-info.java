/**
 * Plain helpers that any package may use: redaction of credentials and short forms of messages.
 *
 * <p>In: text that libraries or users wrote. Out: text that may be printed and stored. It must not
 * know of any other package.
 */
package org.thumbscore.common;
