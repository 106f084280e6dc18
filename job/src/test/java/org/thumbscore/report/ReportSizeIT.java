package org.thumbscore.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.testing.SharedSpark;

/** A million rows, each as large as it may be, on a page of as many images as it may have. */
@Tag("slow")
class ReportSizeIT {
  private static final int MOST_BYTES = 5_000_000;
  private static final long ROWS = 1_000_000;

  @TempDir Path folder;

  @Test
  void pageOfAMillionRowsIsSmall() throws IOException {
    // Backslashes and angles grow most when they are escaped.
    Dataset<Row> scores =
        SharedSpark.session()
            .range(0, ROWS, 1, 2)
            .selectExpr(
                "concat(id, repeat('<', 200)) as id",
                "if(id % 9 = 0, null, float(id / 1000000)) as similarity",
                "if(id % 9 = 0, concat('FAILED_', id, repeat('&', 200)), 'OK') as status",
                "repeat('<', 200) as error",
                "if(id % 9 = 0, null, int(id > 500000)) as label",
                "0.5d as threshold",
                "concat(id, repeat('<', 200)) as source",
                "date_add(date'1970-01-01', int(id % 30000)) as date");
    // Those that the sheets show, and some more. Noise compresses worst.
    Dataset<Row> articles =
        scores
            .filter("similarity < 0.0001 or similarity > 0.9999 or abs(similarity - 0.5) < 0.0001")
            .select(
                functions.col("id"),
                functions.expr("repeat('<', 10000)").as("title"),
                functions.lit(noise()).as("thumbnail"));
    Path page = folder.resolve("report.html");
    ReportRequest request =
        new ReportRequest(
            MadePage.stored(folder.resolve("scores"), scores),
            Optional.of(MadePage.stored(folder.resolve("articles"), articles)),
            ReportRequest.Columns.USUAL,
            Optional.empty(),
            "&".repeat(10_000),
            60);
    long bytes = new ReportRun(SharedSpark.session(), request).write(page.toString());
    assertTrue(bytes < MOST_BYTES, bytes + " bytes");
    MadePage made = new MadePage(Files.readString(page));
    assertEquals(180, made.count("src=\"data:image/jpeg"));
    assertEquals(21, made.data().get("statuses").size());
    assertEquals(20, made.data().get("sources").size());
    assertEquals(600, made.data().get("trend").size());
  }

  private static byte[] noise() throws IOException {
    BufferedImage image = new BufferedImage(240, 240, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int i = 0; i < 240 * 240; i++) {
      image.setRGB(i % 240, i / 240, random.nextInt());
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }
}
