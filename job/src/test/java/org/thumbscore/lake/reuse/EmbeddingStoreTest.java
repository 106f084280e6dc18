package org.thumbscore.lake.reuse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.encoder.EncoderOutput;
import org.thumbscore.lake.commit.ScoreSink;
import org.thumbscore.lake.plan.Records;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.score.RowStatus;
import org.thumbscore.spark.StoredEmbeddings;
import org.thumbscore.spark.StoredEmbeddings.Join;
import org.thumbscore.testing.SharedSpark;

/** What of a store's embeddings reaches a slice, and how. */
class EmbeddingStoreTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final int WIDTH = 32;
  private static final StructType COLUMNS = StoredEmbeddings.columns(EncoderOutput.single(WIDTH));
  // What the store reckons for one of them.
  private static final long EACH = 4 * WIDTH + 256;

  @TempDir Path folder;
  private ScoreSink sink;
  private final AtomicInteger scans = new AtomicInteger();

  /** Two slices: rows 0 to 999 and 1000 to 1999, every tenth without a score. */
  @BeforeEach
  void publish() {
    sink = ScoreSink.prepare(folder.resolve("out").toString(), new Configuration(), "run");
    publish("a", 0);
    publish("b", 1000);
  }

  @AfterEach
  void close() {
    sink.close();
  }

  @Test
  void smallStoreIsBroadcastWithoutReadingTheSlice() {
    StoredEmbeddings found = find(Long.MAX_VALUE, Set.of("a", "b"), 0, 10).orElseThrow();
    assertEquals(0, scans.get());
    assertEquals(Join.BROADCAST, found.join());
    assertEquals(1800, found.images().count());
    assertEquals(1800, found.texts().count());
  }

  @Test
  void ofALargeStoreOnlyWhatTheSliceRepeatsIsBroadcast() {
    StoredEmbeddings found = find(2 * 100 * EACH, Set.of("a", "b"), 950, 1050).orElseThrow();
    assertEquals(1, scans.get());
    assertEquals(Join.BROADCAST, found.join());
    Map<String, List<Float>> images = byDigest(found.images());
    assertEquals(90, images.size());
    assertEquals(90, byDigest(found.texts()).size());
    assertEquals(951f, images.get("image-951").get(0));
    found.release();
  }

  @Test
  void whatExceedsTheCapacityIsShuffled() {
    StoredEmbeddings found = find(2 * 90 * EACH - 1, Set.of("a", "b"), 950, 1050).orElseThrow();
    assertEquals(Join.SHUFFLE, found.join());
    found.release();
  }

  @Test
  void sliceThatRepeatsNothingIsNotJoined() {
    assertEquals(Optional.empty(), find(1, Set.of("a"), 1000, 2000));
    assertEquals(1, scans.get());
  }

  @Test
  void storeWithoutUsableSlicesReadsNothing() {
    assertEquals(Optional.empty(), find(1, Set.of(), 0, 10));
    assertEquals(Optional.empty(), find(1, Set.of("gone"), 0, 10));
    assertEquals(0, scans.get());
  }

  @Test
  void anEmbeddingOfRepeatedContentIsThereOnceWhicheverComesFirst() {
    publish("c", 0);
    publish("d", 0);
    StoredEmbeddings found = find(1, Set.of("a", "c", "d"), 0, 100).orElseThrow();
    assertEquals(90, found.images().count());
    assertEquals(90, found.images().select("sha256").distinct().count());
    found.release();
  }

  private Optional<StoredEmbeddings> find(long capacity, Set<String> slices, long from, long to) {
    EmbeddingStore store = new EmbeddingStore(SPARK, sink, slices, COLUMNS, capacity);
    return store.find(
        () -> {
          scans.incrementAndGet();
          return SPARK
              .range(from, to)
              .selectExpr(
                  "if(id % 7 = 0 and id % 10 = 0, null, concat('image-', id)) as image_sha256",
                  "concat('text-', id) as text_sha256");
        },
        to - from);
  }

  private void publish(String slice, long from) {
    sink.stage(
        slice,
        SPARK
            .range(from, from + 1000, 1, 2)
            .selectExpr(
                "id",
                "if(id % 10 = 0, 'IMAGE_UNDECODABLE', 'OK') as status",
                "if(id % 10 = 0, null, transform(sequence(1, "
                    + WIDTH
                    + "), i -> cast(id as float))) as image_embedding",
                "if(id % 10 = 0, null, transform(sequence(1, "
                    + WIDTH
                    + "), i -> cast(-id as float))) as text_embedding",
                "concat('image-', id) as image_sha256",
                "concat('text-', id) as text_sha256"),
        List.of());
    sink.commit(
        new SliceRecord(
            slice,
            "score",
            "run",
            List.of(),
            Records.LINEAGE,
            Map.of(RowStatus.OK, 900L, RowStatus.IMAGE_UNDECODABLE, 100L),
            List.of(),
            "2026-11-24T00:00:00Z"));
  }

  private static Map<String, List<Float>> byDigest(Dataset<Row> embeddings) {
    Map<String, List<Float>> byDigest = new HashMap<>();
    embeddings
        .collectAsList()
        .forEach(row -> byDigest.put(row.getString(0), row.getStruct(1).getList(0)));
    return byDigest;
  }
}
