package org.thumbscore.spark;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.thumbscore.encoder.EncoderOutput;
import org.thumbscore.score.ScoreColumns;

/**
 * Embeddings that can be looked up by the digest of the image or text from which they were
 * computed.
 *
 * <pre>{@code
 * StructType columns = StoredEmbeddings.columns(source.output());
 * StoredEmbeddings known =
 *     StoredEmbeddings.of(spark.read().parquet("scores"), columns);
 * ArticleScoring.score(articles, columns, settings, Optional.of(known), metrics);
 * }</pre>
 *
 * @param images the embeddings of images: columns {@code sha256} and {@code embedding}, with each
 *     digest once; an embedding is a struct of its vectors and the model's extra columns
 * @param texts the embeddings of texts in the same form, without extra columns
 */
public record StoredEmbeddings(Dataset<Row> images, Dataset<Row> texts, Join join) {
  private static final String SHA256 = "sha256";
  private static final String EMBEDDING = "embedding";

  /** The way in which articles are joined with their embeddings. */
  public enum Join {
    /** Sends all embeddings to each executor; articles are not moved and keep their order. */
    BROADCAST,
    /** Shuffles the embeddings and the articles, including their images. */
    SHUFFLE
  }

  /** Returns the columns of scores that {@link #of} reads. */
  public static StructType columns(EncoderOutput output) {
    return new StructType(
        Stream.concat(
                OutputColumns.embeddings(output).stream(), EmbeddingColumn.extras(output).stream())
            .toArray(StructField[]::new));
  }

  /**
   * Returns the embeddings in rows that scoring has written, joined by broadcast.
   *
   * @param scores rows with these columns and possibly others
   * @param columns the {@link #columns} of the model that wrote them
   */
  public static StoredEmbeddings of(Dataset<Row> scores, StructType columns) {
    List<String> extras =
        Stream.of(columns.fieldNames()).filter(name -> !OutputColumns.isEmbedding(name)).toList();
    return new StoredEmbeddings(
        byDigest(scores, ScoreColumns.IMAGE_SHA256, ScoreColumns.IMAGE_EMBEDDING, extras),
        byDigest(scores, ScoreColumns.TEXT_SHA256, ScoreColumns.TEXT_EMBEDDING, List.of()),
        Join.BROADCAST);
  }

  /**
   * Returns one embedding for each digest: the least of several, so that the choice does not depend
   * on the order of rows.
   */
  private static Dataset<Row> byDigest(
      Dataset<Row> scores, String sha256, String embedding, List<String> extras) {
    String[] stored = Stream.concat(Stream.of(embedding), extras.stream()).toArray(String[]::new);
    Column[] fields = Stream.of(stored).map(Columns::named).toArray(Column[]::new);
    return scores
        .na()
        .drop(Stream.concat(Stream.of(sha256), Stream.of(stored)).toArray(String[]::new))
        .select(functions.col(sha256).as(SHA256), functions.struct(fields).as(EMBEDDING))
        .groupBy(SHA256)
        .agg(functions.min(EMBEDDING).as(EMBEDDING));
  }

  /** Returns a copy of these embeddings with another kind of join. */
  public StoredEmbeddings joinedBy(Join other) {
    return new StoredEmbeddings(images, texts, other);
  }

  /**
   * Returns these embeddings, marked to be computed once and cached on the executors' disks until
   * they are released.
   */
  public StoredEmbeddings kept() {
    return new StoredEmbeddings(
        images.persist(StorageLevel.DISK_ONLY()), texts.persist(StorageLevel.DISK_ONLY()), join);
  }

  /** Releases the disk space that {@link #kept} uses. */
  public void release() {
    images.unpersist();
    texts.unpersist();
  }

  /**
   * Reads all embeddings and returns the number of bytes that they occupy in memory.
   *
   * @param perEmbedding the number of bytes to add for each embedding
   */
  public long bytes(long perEmbedding) {
    return bytes(images, perEmbedding) + bytes(texts, perEmbedding);
  }

  private static long bytes(Dataset<Row> embeddings, long perEmbedding) {
    StructType fields = (StructType) embeddings.schema().apply(EMBEDDING).dataType();
    Column bytes = functions.lit(perEmbedding);
    for (StructField field : fields.fields()) {
      bytes = bytes.plus(bytes(functions.col(EMBEDDING).getField(field.name()), field.dataType()));
    }
    return embeddings
        .agg(functions.coalesce(functions.sum(bytes), functions.lit(0L)))
        .head()
        .getLong(0);
  }

  private static Column bytes(Column value, DataType type) {
    if (!(type instanceof ArrayType array)) {
      return functions.octet_length(value.cast("string"));
    }
    Column floats = array.elementType() instanceof ArrayType ? functions.flatten(value) : value;
    return functions.size(floats).multiply(4L);
  }

  /**
   * Adds two columns with the known embeddings of image and text, which are null where an embedding
   * is unknown. Rows are neither lost nor duplicated.
   *
   * @param articles the rows that contain these digests
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

  /**
   * Joins the digests alone with both kinds of embeddings first, so that the articles are shuffled
   * once and not twice.
   */
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
