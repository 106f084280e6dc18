package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that Hugging Face's own library wrote, by notebooks/write_odd_parquet.py. */
class HuggingFaceTest {
  private static final String MADE = "../lake/source/hugging-face.parquet";

  @TempDir Path folder;

  @BeforeEach
  void copy() throws Exception {
    Path made = Path.of(HuggingFaceTest.class.getResource(MADE).toURI());
    Files.copy(made, Files.createDirectories(folder.resolve("in")).resolve("train.parquet"));
  }

  private Call score(String text, String image) {
    return Call.of(
        "score",
        "--input=" + folder.resolve("in"),
        "--output=" + folder.resolve("out-" + image),
        "--model=" + Lake.MODEL,
        "--id-column=id",
        "--text-column=" + text,
        "--image-column=" + image,
        "--set=score.max-reject-fraction=1");
  }

  @Test
  void imagesAreTakenFromBytesAndElseFromPaths() throws IOException {
    Path images = Files.createDirectories(folder.resolve("in/images"));
    BufferedImage blue = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(blue, "png", images.resolve("blue.png").toFile());
    Call call = score("meta.summary", "image");
    assertEquals("", call.failure());
    assertEquals(List.of("OK", "OK", "OK", "IMAGE_MISSING", "IMAGE_MISSING"), statuses("image"));
  }

  @Test
  void oneFieldMayBeNamed() {
    assertEquals("", score("meta.summary", "image.bytes").failure());
    assertEquals(
        List.of("OK", "IMAGE_MISSING", "OK", "IMAGE_MISSING", "IMAGE_MISSING"),
        statuses("image.bytes"));
  }

  @Test
  void structureThatIsNoTextIsRefused() {
    Call refused = score("meta", "image");
    assertEquals(2, refused.code(), refused.err());
    assertTrue(refused.err().contains("Wrong type of text column 'meta'"), refused.err());
  }

  private List<String> statuses(String image) {
    return Call.table(folder.resolve("out-" + image)).orderBy("id").collectAsList().stream()
        .map((Row row) -> row.<String>getAs("status"))
        .toList();
  }
}
