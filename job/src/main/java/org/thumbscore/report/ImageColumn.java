package org.thumbscore.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.spark.SparkFiles;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.image.ImageShrinker;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.resample.RgbImage;

/** Shrinks images inside the tasks, so that only small images reach the driver. */
final class ImageColumn {
  private static final int EDGE = 240;
  private static final StructType SMALL =
      new StructType().add("jpeg", "binary").add("width", "int").add("height", "int");

  private static ImageShrinker shrinker;

  private ImageColumn() {}

  /**
   * Returns a struct of a JPEG, its width and its height, or null if the bytes are not a decodable
   * image.
   */
  static Column shrink(Column encoded) {
    UDF1<byte[], Row> shrink = ImageColumn::shrink;
    Column within =
        functions.when(
            functions.length(encoded).between(1, ImageLimits.DEFAULT.maxBytes()), encoded);
    return functions.udf(shrink, SMALL).apply(within);
  }

  private static Row shrink(byte[] encoded) {
    return encoded == null ? null : shrinker().shrink(encoded).map(ImageColumn::small).orElse(null);
  }

  private static Row small(RgbImage image) {
    try {
      ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
      JpegWriter.write(image, jpeg);
      return RowFactory.create(jpeg.toByteArray(), image.width(), image.height());
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail", e);
    }
  }

  private static synchronized ImageShrinker shrinker() {
    if (shrinker == null) {
      Path scratch = Path.of(SparkFiles.getRootDirectory(), "thumbscore");
      shrinker = ImageShrinker.open(EDGE, ImageLimits.DEFAULT, scratch);
    }
    return shrinker;
  }
}
