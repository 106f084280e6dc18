package org.thumbscore.spark;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.score.ArticleScorer;

/**
 * Columns that bound the size of a row's cells in Spark's own code, so that values too long to be
 * used are neither copied to Java nor inspected. A long text is replaced by its beginning, and a
 * long image by its length.
 */
final class BoundedCells {
  private static final String TEXT = "_thumbscore_text";
  private static final String TEXT_CUT = "_thumbscore_text_cut";
  private static final String IMAGE = "_thumbscore_image";
  private static final String IMAGE_LENGTH = "_thumbscore_image_length";
  private static final String IMAGE_PATH = "_thumbscore_image_path";

  private BoundedCells() {}

  /**
   * Returns five columns: the beginning of the text, whether the text is longer than that, the
   * image's bytes if they are within the limit, the number of bytes, and the image's path if it has
   * no bytes.
   *
   * @param imageType binary, a string that is a path, or a struct with fields {@code bytes} and
   *     {@code path}, of which the first that is not null is used, as in images written by Hugging
   *     Face
   */
  static List<Column> of(
      Column text, Column image, DataType imageType, int maxTextChars, long maxImageBytes) {
    Column bytes = bytes(image, imageType);
    Column path = path(image, imageType);
    return List.of(
        prefix(text, maxTextChars).as(TEXT),
        functions.length(text).gt(maxTextChars).as(TEXT_CUT),
        functions.when(functions.octet_length(bytes).leq(maxImageBytes), bytes).as(IMAGE),
        functions.octet_length(bytes).as(IMAGE_LENGTH),
        prefix(path, ArticleScorer.MAX_PATH + 1).as(IMAGE_PATH));
  }

  /** Returns these columns for the text and the image of articles. */
  static List<Column> of(Dataset<Row> articles, ArticleColumns columns, EncoderSettings settings) {
    return of(
        Columns.named(columns.text()),
        Columns.named(columns.image()),
        articles.schema().apply(columns.image()).dataType(),
        settings.maxTextChars(),
        settings.imageLimits().maxBytes());
  }

  private static Column prefix(Column text, int length) {
    return functions
        .when(functions.length(text).leq(length), text)
        .otherwise(functions.substring(text, 1, length));
  }

  /** Returns the bytes of the images, or null for images without bytes. */
  static Column bytes(Column image, DataType type) {
    if (type instanceof StructType struct) {
      return field(image, struct, "bytes", "binary");
    }
    return type instanceof StringType ? none("binary") : image;
  }

  private static Column path(Column image, DataType type) {
    if (type instanceof StructType struct) {
      return field(image, struct, "path", "string");
    }
    return type instanceof StringType ? image : none("string");
  }

  private static Column field(Column image, StructType struct, String name, String type) {
    return List.of(struct.fieldNames()).contains(name) ? image.getField(name) : none(type);
  }

  private static Column none(String type) {
    return functions.lit(null).cast(type);
  }
}
