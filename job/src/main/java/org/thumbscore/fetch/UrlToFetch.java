package org.thumbscore.fetch;

/**
 * A URL of the input that is to be fetched.
 *
 * @param key the digest of the URL
 * @param host the host of the URL; empty if the URL is invalid
 */
record UrlToFetch(String key, String url, String host) {}
