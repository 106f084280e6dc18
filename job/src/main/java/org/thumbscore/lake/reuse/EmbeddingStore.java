package org.thumbscore.lake.reuse;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.lake.commit.ScoreSink;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.score.RowStatus;
import org.thumbscore.spark.StoredEmbeddings;

/**
 * Looks up the embeddings stored in an output by digest.
 *
 * <p>If all stored embeddings fit into the capacity, they are broadcast. Otherwise the digests of
 * the articles are read first and only the matching embeddings are broadcast; images, which make up
 * nearly all of the bytes, are then read twice but not shuffled. Only if the matching embeddings
 * still exceed the capacity are they joined with a shuffle that moves the images. The data on the
 * driver is bounded by the capacity, the size of a Bloom filter and the number of files.
 */
public final class EmbeddingStore {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddingStore.class);
  // A relation in memory holds the digest twice, and pointers; parquet files are compressed.
  private static final long BESIDE_VECTOR = 256;
  private static final long UNPACKED = 2;

  private final SparkSession spark;
  private final ScoreSink sink;
  private final StructType columns;
  private final long capacity;
  private final Set<String> slices;

  /**
   * Creates a store without reading anything.
   *
   * @param slices the ids of the slices that hold usable embeddings
   * @param columns the columns in which the embeddings of the model are stored
   * @param capacity the maximum bytes of embeddings to broadcast from the driver to every executor
   */
  public EmbeddingStore(
      SparkSession spark, ScoreSink sink, Set<String> slices, StructType columns, long capacity) {
    this.spark = spark;
    this.sink = sink;
    this.columns = columns;
    this.capacity = capacity;
    this.slices = Set.copyOf(slices);
  }

  /**
   * Finds the stored embeddings for the given articles. The result may include further embeddings.
   *
   * @param digests the digests of the articles, before they are repartitioned
   * @param rows the number of articles
   * @return the embeddings, which the caller must release, or empty if the output holds none of
   *     them
   */
  public Optional<StoredEmbeddings> find(Supplier<Dataset<Row>> digests, long rows) {
    // Looked up again because this run may have replaced slices since it started.
    List<SliceRecord> stored =
        sink.committed(slices).stream().filter(EmbeddingStore::hasScores).toList();
    if (stored.isEmpty() || rows == 0) {
      return Optional.empty();
    }
    return bytes(stored) <= capacity
        ? Optional.of(StoredEmbeddings.of(read(stored), columns))
        : repeated(stored, digests.get(), rows);
  }

  private static boolean hasScores(SliceRecord slice) {
    return slice.rows().getOrDefault(RowStatus.OK, 0L) > 0;
  }

  /**
   * Returns an upper bound of the embeddings' size; slices of a table list no files to compute it
   * from.
   */
  private static long bytes(List<SliceRecord> stored) {
    return stored.stream().anyMatch(slice -> slice.output().isEmpty())
        ? Long.MAX_VALUE
        : UNPACKED
            * stored.stream()
                .flatMap(slice -> slice.output().stream())
                .mapToLong(SliceRecord.OutputFile::length)
                .sum();
  }

  private Dataset<Row> read(Collection<SliceRecord> stored) {
    return sink.published(spark, columns, stored);
  }

  private Optional<StoredEmbeddings> repeated(
      List<SliceRecord> stored, Dataset<Row> digests, long rows) {
    WantedDigests wanted = WantedDigests.of(digests, rows);
    Set<String> files = filesWith(wanted, stored);
    if (files.isEmpty()) {
      return Optional.empty();
    }
    List<SliceRecord> having = stored.stream().filter(slice -> isIn(files, slice)).toList();
    // Cached, so that the broadcast does not wait for files to be read and exceed its timeout.
    StoredEmbeddings found = StoredEmbeddings.of(wanted.in(read(having)), columns).kept();
    long bytes = found.bytes(BESIDE_VECTOR);
    LOG.debug("{} bytes of embeddings in {} slices", bytes, having.size());
    return Optional.of(bytes <= capacity ? found : found.joinedBy(StoredEmbeddings.Join.SHUFFLE));
  }

  /** Returns file names without directories, which Spark makes unique. */
  private Set<String> filesWith(WantedDigests wanted, List<SliceRecord> stored) {
    return wanted
        .in(read(stored))
        .select(functions.input_file_name())
        .distinct()
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .map(EmbeddingStore::lastPart)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isIn(Set<String> files, SliceRecord slice) {
    return slice.output().isEmpty()
        || slice.output().stream().anyMatch(file -> files.contains(lastPart(file.path())));
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
