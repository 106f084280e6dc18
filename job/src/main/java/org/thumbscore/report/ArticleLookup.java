package org.thumbscore.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;
import org.thumbscore.image.ImageLimits;
import org.thumbscore.image.PictureShrinker;
import org.thumbscore.image.RgbImage;

/** Looks up headlines and pictures of a few articles. */
final class ArticleLookup {
  private static final int EDGE = 240;
  private static final List<String> TITLES = List.of("title", "headline", "summary", "description");
  private static final List<String> IMAGES = List.of("thumbnail", "image");

  private ArticleLookup() {}

  /**
   * An article as far as it is known.
   *
   * @param picture empty where it has none, or it cannot be decoded
   */
  record Found(String headline, Optional<Picture> picture) {}

  /** A small JPEG as a data URI. */
  record Picture(String uri, int width, int height) {}

  /**
   * Reads the articles of these ids only.
   *
   * @param scratch where native libraries may be unpacked
   */
  static Map<String, Found> read(
      ColumnFinder articles,
      ReportRequest.Columns columns,
      String id,
      List<String> ids,
      Path scratch) {
    Optional<String> title = articles.find(columns.title(), "--title-column", TITLES);
    Optional<String> image =
        articles
            .find(columns.image(), "--image-column", IMAGES)
            .filter(name -> articles.table().schema().apply(name).dataType() instanceof BinaryType);
    Column key =
        ColumnFinder.column(articles.find(Optional.of(id), "--id-column", List.of()).orElseThrow());
    Dataset<Row> few =
        articles
            .table()
            .filter(key.cast("string").isin(ids.toArray()))
            .select(
                key.cast("string"),
                title
                    .map(
                        name ->
                            functions.substring(ColumnFinder.column(name).cast("string"), 1, 2_000))
                    .orElse(functions.lit("")),
                image.map(ArticleLookup::withinLimit).orElse(functions.lit(null).cast("binary")))
            .limit(2 * ids.size());
    PictureShrinker shrinker = PictureShrinker.open(EDGE, ImageLimits.DEFAULT, scratch);
    Map<String, Found> found = new HashMap<>();
    for (Row row : few.collectAsList()) {
      found.putIfAbsent(
          row.getString(0),
          new Found(Headline.of(row.getString(1)), picture(shrinker, row.getAs(2))));
    }
    return found;
  }

  private static Column withinLimit(String name) {
    Column image = ColumnFinder.column(name);
    return functions.when(functions.length(image).leq(ImageLimits.DEFAULT.maxBytes()), image);
  }

  private static Optional<Picture> picture(PictureShrinker shrinker, byte[] encoded) {
    return Optional.ofNullable(encoded)
        .filter(bytes -> bytes.length > 0)
        .flatMap(shrinker::shrink)
        .map(ArticleLookup::encode);
  }

  private static Picture encode(RgbImage image) {
    try {
      ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
      JpegWriter.write(image, jpeg);
      return new Picture(
          "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg.toByteArray()),
          image.width(),
          image.height());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("Writing to memory does not fail", e);
    }
  }
}
