package org.thumbscore.search;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Connects pairs of images to clusters. */
final class ConnectedImages {
  private static final long PAIRS_OF_A_TASK = 200_000;

  private ConnectedImages() {}

  /**
   * Returns the cluster of each image that occurs in a pair: the least key among all images that it
   * is connected with. In each round an image takes the least cluster of its neighbours, and then
   * that of the image that names its cluster, so that the number of rounds grows with the logarithm
   * of the longest chain.
   *
   * @param pairs the columns {@code a} and {@code b}
   * @return the columns {@code key} and {@code cluster}
   */
  static Dataset<Row> of(Dataset<Row> pairs) {
    Dataset<Row> found = pairs.localCheckpoint();
    // Few pairs fit into one task, and then no round shuffles.
    Dataset<Row> few = found.coalesce((int) (1 + found.count() / PAIRS_OF_A_TASK));
    Dataset<Row> edges =
        few.select("a", "b")
            .union(few.select(functions.col("b").as("a"), functions.col("a").as("b")))
            .coalesce(few.rdd().getNumPartitions())
            .distinct()
            .localCheckpoint();
    Dataset<Row> clusters =
        edges
            .groupBy(functions.col("a").as("key"))
            .agg(functions.least(functions.col("a"), functions.min("b")).as("cluster"))
            .localCheckpoint();
    while (true) {
      Dataset<Row> next = jump(spread(clusters, edges)).localCheckpoint();
      boolean settled = next.except(clusters).isEmpty();
      clusters = next;
      if (settled) {
        return clusters;
      }
    }
  }

  private static Dataset<Row> spread(Dataset<Row> clusters, Dataset<Row> edges) {
    return clusters
        .join(edges, functions.col("key").equalTo(functions.col("a")))
        .select(functions.col("b").as("key"), functions.col("cluster"))
        .union(clusters)
        .groupBy("key")
        .agg(functions.min("cluster").as("cluster"));
  }

  private static Dataset<Row> jump(Dataset<Row> clusters) {
    Dataset<Row> named =
        clusters.select(functions.col("key").as("name"), functions.col("cluster").as("further"));
    return clusters
        .join(named, functions.col("cluster").equalTo(functions.col("name")))
        .select(functions.col("key"), functions.col("further").as("cluster"));
  }
}
