/**
 * Iceberg and Delta tables: names, versions, history and replacement of slices.
 *
 * <p>Given a Spark session and a location, this package opens and updates a table. It does not
 * depend on how rows are staged or how the ledger is stored.
 */
package org.thumbscore.lake.table;
