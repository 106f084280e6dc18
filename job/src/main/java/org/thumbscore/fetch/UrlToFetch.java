package org.thumbscore.fetch;

/**
 * A URL of the input.
 *
 * @param key its digest
 * @param host of the URL; empty where it has none
 */
record UrlToFetch(String key, String url, String host) {}
