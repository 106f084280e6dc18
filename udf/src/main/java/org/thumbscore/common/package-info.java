/**
 * Helpers that any package may use: redaction of credentials, shortening of messages, detection of
 * blank text and conversion of storage URIs.
 *
 * <p>The input is text that libraries or users wrote, and the output is text that may be printed
 * and stored. This package does not depend on any other package.
 */
package org.thumbscore.common;
