package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.testing.SharedSpark;

/** Files of a few kilobytes that hold cells of many megabytes. */
class HostileCellsTest {
  private static final SparkSession SPARK = SharedSpark.session();
  // Without a bound they take many times as long, or do not end.
  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir Path folder;
  private Dataset<Row> image;

  @BeforeEach
  void takeOneImage() {
    image =
        SPARK
            .read()
            .parquet(Lake.SAMPLES.toString())
            .filter("thumbnail is not null")
            .select("thumbnail")
            .orderBy("id")
            .limit(1);
  }

  private Map<String, Long> statuses(Dataset<Row> articles) {
    Path input = folder.resolve("in");
    articles.coalesce(1).write().option("compression", "zstd").parquet(input.toString());
    Call call =
        assertTimeout(
            LONG,
            () ->
                Call.of(
                    "score",
                    "--input=" + input,
                    "--output=" + folder.resolve("out"),
                    "--model=" + Lake.MODEL,
                    "--id-column=id",
                    "--text-column=text",
                    "--image-column=image",
                    "--set=score.max-reject-fraction=1"));
    assertEquals("", call.failure());
    return Call.table(folder.resolve("out")).collectAsList().stream()
        .collect(Collectors.groupingBy(row -> row.getAs("status"), Collectors.counting()));
  }

  @Test
  void textOfSixtyMegabytesIsScoredByItsBeginning() {
    Dataset<Row> articles =
        SPARK
            .range(2)
            .crossJoin(image)
            .selectExpr("id", "repeat('ab ', 20000000) as text", "thumbnail as image");
    assertEquals(Map.of("OK", 2L), statuses(articles));
  }

  @Test
  void manyTextsOfFiveMegabytesAreScoredByTheirBeginnings() {
    Dataset<Row> articles =
        SPARK
            .range(40)
            .crossJoin(image)
            .selectExpr("id", "concat(id, repeat('x', 5000000)) as text", "thumbnail as image");
    assertEquals(Map.of("OK", 40L), statuses(articles));
  }

  @Test
  void imagesOfAHundredMegabytesAreRefusedAndOthersScored() {
    Dataset<Row> articles =
        SPARK
            .range(6)
            .crossJoin(image)
            .selectExpr(
                "id",
                "'words' as text",
                "if(id % 2 = 0, thumbnail, cast(repeat('x', 100000000) as binary)) as image");
    assertEquals(Map.of("OK", 3L, "IMAGE_TOO_LARGE", 3L), statuses(articles));
  }
}
