/**
 * Iceberg and Delta tables: names, versions, history and replacement of slices.
 *
 * <p>Given a Spark session and a location, this package opens and updates a table. It does not
 * depend on staging or the ledger.
 */
package org.thumbscore.lake.table;
