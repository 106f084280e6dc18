package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.testing.SharedSpark;

/** A partition thirty times as long, or as long as asked for, takes no more memory. */
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class PartitionMemoryIT {
  private static final int FEW = 2_000;
  private static final int MANY = Integer.getInteger("thumbscore.rows", 60_000);
  private static final double TOLERANCE = 1.1;
  private static final int DRAWN = 500;

  /**
   * Parquet's reader and writer hold a row group, however long the file. It is small here, so that
   * the short partition fills it too.
   */
  private static final int ROW_GROUP = 1 << 20;

  @TempDir Path folder;

  private record Measured(int rows, Watched run, long liveHeap, int looks) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%,d rows in one partition: %.0f s, %s; live heap %.1f MiB at most in %d looks,"
              + " peak memory of the process %d MiB",
          rows,
          run.seconds(),
          run.out().lines().filter(l -> l.contains("rows/s")).findFirst().orElse("").strip(),
          liveHeap / (double) (1 << 20),
          looks,
          run.peak() >> 20);
    }
  }

  @Test
  void memoryDoesNotGrowWithThePartition() throws Exception {
    Measured few = measure(FEW);
    System.out.println(few);
    Measured many = measure(MANY);
    System.out.println(many);
    double heap = many.liveHeap() / (double) few.liveHeap();
    double process = many.run().peak() / (double) few.run().peak();
    System.out.printf(
        Locale.ROOT, "ratio of live heaps %.3f, of the processes' peaks %.3f%n", heap, process);
    assertTrue(few.looks() >= 5, few.looks() + " looks are too few");
    assertTrue(heap < TOLERANCE, many + " after " + few);
    assertTrue(process < TOLERANCE, many + " after " + few);
  }

  private Measured measure(int rows) throws Exception {
    Path directory = Files.createDirectories(folder.resolve("rows-" + rows));
    write(directory.resolve("articles"), rows);
    try (LiveHeap heap = new LiveHeap()) {
      Watched run =
          Watched.in(
              directory,
              Map.of(
                  "THUMBSCORE_MEMORY",
                  "512m",
                  // All of the heap is there from the start, so that what else grows is seen.
                  "THUMBSCORE_JAVA_OPTS",
                  "-Xms512m -XX:+AlwaysPreTouch"),
              List.of(
                  "--conf",
                  "spark.hadoop.parquet.block.size=" + ROW_GROUP,
                  "score",
                  "--input=" + directory.resolve("articles"),
                  "--output=" + directory.resolve("scores"),
                  "--model=" + Lake.MODEL,
                  "--id-column=id",
                  "--text-column=text",
                  "--image-column=thumbnail",
                  "--set=score.partitions=1",
                  "--set=score.deduplicate=false"),
              heap);
      assertEquals(0, run.code(), run.err());
      assertEquals(
          rows, Call.table(directory.resolve("scores")).filter("status = 'OK'").count(), run.out());
      return new Measured(rows, run, heap.most(), heap.looks());
    }
  }

  private static void write(Path directory, int rows) {
    SparkSession spark = SharedSpark.session();
    List<byte[]> drawn = new Random(1).ints(DRAWN).mapToObj(PartitionMemoryIT::draw).toList();
    StructType columns =
        new StructType().add("id", "long").add("text", "string").add("thumbnail", "binary");
    spark
        .createDataFrame(
            JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(List.of(0, 1), 2)
                .flatMap(
                    half ->
                        LongStream.range(half * rows / 2, (half + 1) * (long) rows / 2)
                            .mapToObj(id -> row(id, drawn.get((int) (id % DRAWN))))
                            .iterator()),
            columns)
        .write()
        .option("parquet.block.size", ROW_GROUP)
        .parquet(directory.toString());
  }

  /** Each image has its number in a comment, so that no two are alike. */
  private static Row row(long id, byte[] jpeg) {
    byte[] numbered =
        ByteBuffer.allocate(jpeg.length + 12)
            .put(jpeg, 0, 2)
            .putInt(0xFFFE000A)
            .putLong(id)
            .put(jpeg, 2, jpeg.length - 2)
            .array();
    return RowFactory.create(id, "Flood " + id + " reaches the town", numbered);
  }

  private static byte[] draw(int seed) {
    BufferedImage image = new BufferedImage(32, 24, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    Random random = new Random(seed);
    for (int i = 0; i < 12; i++) {
      graphics.setColor(new Color(random.nextInt(1 << 24)));
      graphics.fillOval(random.nextInt(32) - 4, random.nextInt(24) - 4, 12, 8);
    }
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "jpeg", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
