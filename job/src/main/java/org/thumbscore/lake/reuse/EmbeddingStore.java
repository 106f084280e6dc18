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
 * The embeddings that an output holds, looked up by digest for one slice after another.
 *
 * <p>A few are broadcast all. Else the slice's digests are read first, and only what the slice
 * repeats is broadcast: images, which make up nearly all of the bytes, are read twice then but stay
 * where they are. Only where that is still too much do images move to the embeddings. What reaches
 * the driver is bounded by the capacity, the size of a Bloom filter and the number of files.
 */
public final class EmbeddingStore {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddingStore.class);
  // A relation in memory has the digest twice, and pointers; parquet packs it.
  private static final long BESIDE_VECTOR = 256;
  private static final long UNPACKED = 2;

  private final SparkSession spark;
  private final ScoreSink sink;
  private final StructType columns;
  private final long capacity;
  private final Set<String> slices;

  /**
   * Reads nothing yet.
   *
   * @param slices that hold usable embeddings
   * @param columns in which the model's embeddings are stored
   * @param capacity bytes of embeddings that may pass through the driver to every executor
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
   * The embeddings for some articles; more than those may be among them.
   *
   * @param digests of the articles, as they are read and not yet divided into tasks
   * @param rows how many articles there are
   * @return empty where the output has none of them; to be released
   */
  public Optional<StoredEmbeddings> find(Supplier<Dataset<Row>> digests, long rows) {
    // Not as they were when the run began: it may have replaced some since.
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

  /** At most; a slice that is a part of a table has no files to tell. */
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
    // Kept, so that a broadcast does not wait for files to be read: its patience is limited.
    StoredEmbeddings found = StoredEmbeddings.of(wanted.in(read(having)), columns).kept();
    long bytes = found.bytes(BESIDE_VECTOR);
    LOG.debug("{} bytes of embeddings in {} slices", bytes, having.size());
    return Optional.of(bytes <= capacity ? found : found.joinedBy(StoredEmbeddings.Join.SHUFFLE));
  }

  /** Names without directories; Spark makes them unique. */
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
