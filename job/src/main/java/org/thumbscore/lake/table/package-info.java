/**
 * Tables of Iceberg and Delta: names, versions, history, replacement of slices.
 *
 * <p>In: a Spark session and a location. Out: an opened table. It must not know of staging or of
 * the ledger.
 */
package org.thumbscore.lake.table;
