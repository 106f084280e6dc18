package org.thumbscore.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.lake.commit.ScoreSink;
import org.thumbscore.testing.SharedSpark;

/** What remains of a run that was killed. */
class ImageLedgerTest {
  private static final byte[] JPEG = Images.jpeg(0x222222);
  private static final int ARTICLES = 12;

  private final SparkSession spark = SharedSpark.session();
  private final HostileServer server = new HostileServer();
  private final CountDownLatch stuck = new CountDownLatch(1);
  private ImageLedger ledger;
  private ImageTable table;

  @TempDir private Path folder;

  @BeforeEach
  void open() {
    try (ScoreSink sink =
        ScoreSink.prepare(folder.toString(), new Configuration(), "ledger-test")) {
      ledger = ImageLedger.create(sink, new Configuration());
    }
    List<String> urls = IntStream.range(0, ARTICLES).mapToObj(i -> server.url("/" + i)).toList();
    Dataset<Row> articles = spark.createDataset(urls, Encoders.STRING()).toDF("top_image");
    table =
        new ImageTable(
            spark,
            articles,
            FetchColumns.resolve(articles.schema(), "top_image", Optional.empty(), List.of()));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void killedRunKeepsWhatItStored() throws InterruptedException {
    for (int i = 0; i < ARTICLES; i++) {
      server.answer("/" + i, HostileServer.image(JPEG));
    }
    server.answer(
        "/7",
        (connection, attempt) -> {
          stuck.countDown();
          Thread.sleep(60_000);
        });
    killWhenStuck();
    long stored = ledger.latest(spark).filter("status = 'FETCHED'").count();
    assertTrue(stored > 0 && stored < ARTICLES, stored + " were stored");
    long asked = imageRequests();
    server.answer("/7", HostileServer.image(JPEG));
    fetch();
    assertEquals(asked + ARTICLES - stored, imageRequests());
    assertEquals(ARTICLES, table.withImages(ledger).filter("fetch_status = 'FETCHED'").count());
    assertEquals(1, ledger.images(spark).count());
  }

  private void killWhenStuck() throws InterruptedException {
    CompletableFuture<Void> run = CompletableFuture.runAsync(this::fetch);
    assertTrue(stuck.await(60, TimeUnit.SECONDS));
    while (imageRequests() < ARTICLES) {
      Thread.sleep(20);
    }
    spark.sparkContext().cancelAllJobs();
    assertThrows(ExecutionException.class, run::get);
    while (spark.sparkContext().statusTracker().getActiveStageIds().length > 0) {
      Thread.sleep(20);
    }
  }

  private void fetch() {
    try (ImageFetching fetching =
        ImageFetching.plan("run-" + System.nanoTime(), table, ledger, ImageTable.Again.NONE)) {
      fetching.run(ledger, Images.settings());
    }
  }

  private long imageRequests() {
    return server.requests().stream().filter(r -> !r.path().equals("/robots.txt")).count();
  }
}
