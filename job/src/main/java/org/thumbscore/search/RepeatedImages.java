package org.thumbscore.search;

import java.util.List;

/**
 * What a search for duplicates has found.
 *
 * @param articles the number of articles with an image
 * @param images the number of different images among them
 * @param clusters the number of clusters, of which most hold a single image
 * @param uses the uses of images, in a fixed order
 * @param largest the clusters with the most articles, at most 60, in descending order
 * @param recall the expected share of pairs at the least cosine that were compared; 1 if all were
 * @param crowded the number of images that were not compared with all others of their buckets
 */
public record RepeatedImages(
    long articles,
    long images,
    long clusters,
    List<UseCount> uses,
    List<Cluster> largest,
    double recall,
    long crowded) {

  /** The clusters of a use, and the articles that they are on. */
  public record UseCount(ImageUse use, long clusters, long articles) {}

  /**
   * A cluster of images.
   *
   * @param example the least id of its articles; null if none has an id
   * @param sources the number of sources of its articles; 0 if the scores have no source column
   */
  public record Cluster(
      String name, ImageUse use, long articles, long images, long sources, String example) {}
}
