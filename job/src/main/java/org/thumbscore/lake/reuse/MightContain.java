package org.thumbscore.lake.reuse;

import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.util.sketch.BloomFilter;

/** Whether a digest may be among those wanted: never no where it is, seldom yes where it is not. */
record MightContain(Broadcast<BloomFilter> wanted) implements UDF1<String, Boolean> {
  @Override
  public Boolean call(String sha256) {
    return sha256 != null && wanted.value().mightContainString(sha256);
  }
}
