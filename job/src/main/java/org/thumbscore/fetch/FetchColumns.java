package org.thumbscore.fetch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.lake.storage.InputException;

/**
 * The input columns to use, spelled as in the input.
 *
 * @param url the column of the image URLs
 * @param kept the columns to copy, as a map from input name to output name
 */
public record FetchColumns(String url, Map<String, String> kept) {
  /** The columns that fetching adds, in output order. */
  static final List<String> ADDED =
      List.of(
          "thumbnail",
          "thumbnail_sha256",
          "url",
          "final_url",
          "content_type",
          "http_status",
          "fetch_status",
          "fetch_error",
          "fetched_at");

  public FetchColumns {
    kept = new LinkedHashMap<>(kept);
  }

  /**
   * Resolves the requested columns. A kept column whose name clashes with a column that fetching
   * writes is renamed to {@code input_<name>}.
   *
   * @param id the column to keep first
   * @param keep the columns to keep; if empty, all are kept
   * @throws InputException if a column is missing or ambiguous, or the URL column is not a string
   */
  public static FetchColumns resolve(
      StructType schema, String url, Optional<String> id, List<String> keep) {
    StructField found = require(schema, url, "--url-column");
    if (!(found.dataType() instanceof StringType)) {
      throw new InputException(
          "Wrong type of column '%s' in input: found %s, expected string. Name another with --url-column"
              .formatted(found.name(), found.dataType().simpleString()));
    }
    Map<String, String> kept = new LinkedHashMap<>();
    id.ifPresent(name -> keep(schema, require(schema, name, "--id-column").name(), kept));
    List<String> names = keep.isEmpty() ? List.of(schema.fieldNames()) : keep;
    names.forEach(name -> keep(schema, require(schema, name, "--keep").name(), kept));
    return new FetchColumns(found.name(), kept);
  }

  private static void keep(StructType schema, String name, Map<String, String> kept) {
    boolean clashes = ADDED.contains(name.toLowerCase(Locale.ROOT));
    String as = clashes ? "input_" + name : name;
    if (clashes && Arrays.stream(schema.fieldNames()).anyMatch(as::equalsIgnoreCase)) {
      throw new InputException(
          "Cannot keep column '%s' as '%s', for the input has one of that name. Leave it out of --keep"
              .formatted(name, as));
    }
    kept.put(name, as);
  }

  private static StructField require(StructType schema, String name, String option) {
    List<StructField> found =
        Arrays.stream(schema.fields()).filter(f -> f.name().equalsIgnoreCase(name)).toList();
    if (found.size() != 1) {
      throw new InputException(
          "%s column '%s' in input; found: %s. Check %s"
              .formatted(
                  found.isEmpty() ? "Missing" : "Ambiguous",
                  name,
                  String.join(", ", schema.fieldNames()),
                  option));
    }
    return found.get(0);
  }
}
