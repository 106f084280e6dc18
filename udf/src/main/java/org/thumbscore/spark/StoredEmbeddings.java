package org.thumbscore.spark;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * Embeddings by the digest of what they were computed from.
 *
 * @param images of images: columns {@code sha256} and {@code embedding}, each digest once
 * @param texts of texts, likewise
 */
public record StoredEmbeddings(Dataset<Row> images, Dataset<Row> texts, Join join) {
  private static final String SHA256 = "sha256";
  private static final String EMBEDDING = "embedding";

  /** How articles get at their embeddings. */
  public enum Join {
    /** Each executor has all embeddings; articles stay where they are, in their order. */
    BROADCAST,
    /** Embeddings and articles, images included, are moved to where they meet. */
    SHUFFLE
  }

  /** Those of rows that scoring has written, to be broadcast. */
  public static StoredEmbeddings of(Dataset<Row> scores) {
    return new StoredEmbeddings(
        byDigest(scores, OutputColumns.IMAGE_SHA256, OutputColumns.IMAGE_EMBEDDING),
        byDigest(scores, OutputColumns.TEXT_SHA256, OutputColumns.TEXT_EMBEDDING),
        Join.BROADCAST);
  }

  /** The least of several: which it is must not depend on the order of rows. */
  private static Dataset<Row> byDigest(Dataset<Row> scores, String sha256, String embedding) {
    return scores
        .select(functions.col(sha256).as(SHA256), functions.col(embedding).as(EMBEDDING))
        .na()
        .drop()
        .groupBy(SHA256)
        .agg(functions.min(EMBEDDING).as(EMBEDDING));
  }

  /** The same, joined otherwise. */
  public StoredEmbeddings joinedBy(Join other) {
    return new StoredEmbeddings(images, texts, other);
  }

  /** The same, computed once and kept on the executors' disks; {@link #release} gives them back. */
  public StoredEmbeddings kept() {
    return new StoredEmbeddings(
        images.persist(StorageLevel.DISK_ONLY()), texts.persist(StorageLevel.DISK_ONLY()), join);
  }

  /** Gives back what {@link #kept} takes. */
  public void release() {
    images.unpersist();
    texts.unpersist();
  }

  /** Bytes that all of them take in memory, by reading them. */
  public long bytes(long perEmbedding) {
    return images
        .union(texts)
        .agg(
            functions.coalesce(
                functions.sum(
                    functions.size(functions.col(EMBEDDING)).multiply(4L).plus(perEmbedding)),
                functions.lit(0L)))
        .head()
        .getLong(0);
  }

  /**
   * Adds two columns, the known embeddings of image and text, null where they are not known. Rows
   * are neither lost nor doubled.
   *
   * @param articles with these digests
   */
  Dataset<Row> joinTo(Dataset<Row> articles, Column imageSha256, Column textSha256) {
    return switch (join) {
      case BROADCAST ->
          with(
              functions.broadcast(texts),
              textSha256,
              with(functions.broadcast(images), imageSha256, articles));
      case SHUFFLE -> shuffled(articles, imageSha256, textSha256);
    };
  }

  private static Dataset<Row> with(Dataset<Row> known, Column sha256, Dataset<Row> articles) {
    return articles
        .join(known, sha256.equalTo(known.col(SHA256)), "left_outer")
        .drop(known.col(SHA256));
  }

  /** Digests alone meet both kinds first, so that articles are moved once and not twice. */
  private Dataset<Row> shuffled(Dataset<Row> articles, Column imageSha256, Column textSha256) {
    Dataset<Row> wanted =
        articles.select(imageSha256.as("wanted_image"), textSha256.as("wanted_text")).distinct();
    Dataset<Row> found =
        with(texts, wanted.col("wanted_text"), with(images, wanted.col("wanted_image"), wanted));
    Dataset<Row> pairs = found.hint("merge");
    return articles
        .join(
            pairs,
            imageSha256
                .eqNullSafe(pairs.col("wanted_image"))
                .and(textSha256.eqNullSafe(pairs.col("wanted_text"))),
            "left_outer")
        .drop(pairs.col("wanted_image"))
        .drop(pairs.col("wanted_text"));
  }
}
