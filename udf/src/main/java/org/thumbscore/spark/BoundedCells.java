package org.thumbscore.spark;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.score.ArticleScorer;

/**
 * Bounds the cells of a row in Spark's own code, so that what is too long to be used is neither
 * copied to Java nor looked at. A text gives way to its beginning, an image to its length.
 */
final class BoundedCells {
  private static final String TEXT = "_thumbscore_text";
  private static final String TEXT_CUT = "_thumbscore_text_cut";
  private static final String IMAGE = "_thumbscore_image";
  private static final String IMAGE_LENGTH = "_thumbscore_image_length";
  private static final String IMAGE_PATH = "_thumbscore_image_path";

  private BoundedCells() {}

  /**
   * The text's beginning, whether that is not all, the image's bytes where there are not too many,
   * how many there are, and the image's path where it has no bytes.
   *
   * @param imageType binary, a string that is a path, or a structure with fields {@code bytes} and
   *     {@code path} of which the first that is not null counts, as Hugging Face writes images
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

  private static Column prefix(Column text, int length) {
    return functions
        .when(functions.length(text).leq(length), text)
        .otherwise(functions.substring(text, 1, length));
  }

  /** The bytes of images, null where there are none. */
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
