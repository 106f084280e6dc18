package org.thumbscore.hostile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.image.header.ImageFormat;
import org.thumbscore.testing.SharedSpark;

/**
 * A table of images that are damaged, made to hurt, or whole.
 *
 * @param mutations damaged ones of each format
 */
public record Corpus(int mutations, long seed) {
  private static final String PICTURES = "../udf/src/test/resources/org/thumbscore/image/pictures";
  private static final int CHUNK = 1_000;
  private static final int FILES = 4;
  private static final StructType COLUMNS =
      new StructType()
          .add("id", "string")
          .add("format", "string")
          .add("source", "string")
          .add("mutation", "string")
          .add("text", "string")
          .add("thumbnail", "binary");

  private record Chunk(ImageFormat format, int from, int to) implements java.io.Serializable {}

  public static Corpus of(int mutations, long seed) {
    return new Corpus(mutations, seed);
  }

  public long wholeCount() {
    return mutants().whole().count();
  }

  private Mutants mutants() {
    return Mutants.of(Path.of(PICTURES), seed);
  }

  /** Writes parquet. */
  public void write(Path directory) {
    SparkSession spark = SharedSpark.session();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<Row> whole = mutants().whole().map(Corpus::row).toList();
    save(spark, context.parallelize(whole, 1), directory);
    long start = seed;
    save(
        spark,
        context
            .parallelize(chunks(), FILES)
            .mapPartitions(chunks -> damaged(Mutants.of(Path.of(PICTURES), start), chunks)),
        directory);
    List<String> names = HostileImages.all().stream().map(Hostile::name).toList();
    save(spark, context.parallelize(names, FILES).mapPartitions(Corpus::hostile), directory);
  }

  private static void save(SparkSession spark, JavaRDD<Row> rows, Path directory) {
    spark
        .createDataFrame(rows, COLUMNS)
        .write()
        .mode("append")
        // Else a hundred images of 30 MB make one page.
        .option("parquet.page.size.row.check.min", "1")
        .option("parquet.page.size.row.check.max", "1")
        .option("parquet.block.size", 32 << 20)
        .parquet(directory.toString());
  }

  private List<Chunk> chunks() {
    List<Chunk> chunks = new ArrayList<>();
    for (int from = 0; from < mutations; from += CHUNK) {
      for (ImageFormat format : ImageFormat.values()) {
        chunks.add(new Chunk(format, from, Math.min(mutations, from + CHUNK)));
      }
    }
    return chunks;
  }

  private static Iterator<Row> damaged(Mutants mutants, Iterator<Chunk> chunks) {
    Iterable<Chunk> all = () -> chunks;
    return java.util.stream.StreamSupport.stream(all.spliterator(), false)
        .flatMap(chunk -> mutants.of(chunk.format(), chunk.from(), chunk.to()))
        .map(Corpus::row)
        .iterator();
  }

  private static Row row(Mutant mutant) {
    return row(
        mutant.id(), mutant.format().name(), mutant.source(), mutant.mutation(), mutant.bytes());
  }

  private static Iterator<Row> hostile(Iterator<String> names) {
    List<String> chosen = new ArrayList<>();
    names.forEachRemaining(chosen::add);
    Stream<Hostile> hostiles =
        HostileImages.all().stream().filter(hostile -> chosen.contains(hostile.name()));
    return hostiles.map(h -> row(h.name(), "HOSTILE", h.name(), "HOSTILE", h.bytes())).iterator();
  }

  private static Row row(String id, String format, String source, String mutation, byte[] bytes) {
    return RowFactory.create(id, format, source, mutation, "Floods reach the town", bytes);
  }
}
