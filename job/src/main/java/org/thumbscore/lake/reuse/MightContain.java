package org.thumbscore.lake.reuse;

import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.util.sketch.BloomFilter;

/**
 * A UDF that returns whether a digest may be among the wanted ones. It has no false negatives and
 * few false positives.
 */
record MightContain(Broadcast<BloomFilter> wanted) implements UDF1<String, Boolean> {
  @Override
  public Boolean call(String sha256) {
    return sha256 != null && wanted.value().mightContainString(sha256);
  }
}
