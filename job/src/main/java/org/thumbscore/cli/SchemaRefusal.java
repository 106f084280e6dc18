package org.thumbscore.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.sql.AnalysisException;
import org.thumbscore.common.Messages;

/** Recognizes failures caused by a schema that Spark rejects, which the user can fix. */
final class SchemaRefusal {
  // Exceptions thrown while rows are read are not AnalysisExceptions, but they name an error
  // condition.
  private static final Pattern CONDITION =
      Pattern.compile(
          "\\[(?:ALL_PARTITION_COLUMNS_NOT_ALLOWED|AMBIGUOUS_(?:COLUMN|REFERENCE)|AVRO_INCOMPATIBLE_|CANNOT_MERGE_"
              + "|CANNOT_(?:UP_)?CAST_DATATYPE|COLUMN_ALREADY_EXISTS|COLUMN_NOT_|CONFLICTING_PARTITION_COLUMN_NAMES"
              + "|CONFLICTING_DIRECTORY_STRUCTURES|DATATYPE_|EMPTY_SCHEMA_NOT_SUPPORTED|INCOMPATIBLE_COLUMN_TYPE"
              + "|INVALID_COLUMN_|INVALID_PARTITION_COLUMN_DATA_TYPE|INVALID_SCHEMA|PARQUET_CONVERSION_FAILURE"
              + "|PARQUET_TYPE_|FAILED_READ_FILE\\.PARQUET_COLUMN_DATA_TYPE_MISMATCH|UNABLE_TO_INFER_SCHEMA"
              + "|UNRESOLVED_(?:COLUMN|FIELD)|UNSUPPORTED_DATA_?TYPE)[A-Z_.]*+\\]\\s?[^\\r\\n]*+");
  private static final Pattern NAME_OF_CONDITION = Pattern.compile("^\\[[A-Z0-9_.]++\\]\\s?");
  private static final Pattern STATE = Pattern.compile("\\s?SQLSTATE: \\w{5}.*$");

  private SchemaRefusal() {}

  /** Returns a one-line message for the user, or empty if the failure has another cause. */
  static Optional<String> describe(Throwable thrown) {
    return ExceptionUtils.getThrowableList(thrown).stream()
        .map(SchemaRefusal::refused)
        .flatMap(Optional::stream)
        // The innermost exception names the column or the types.
        .reduce((outer, inner) -> inner)
        .map(
            said ->
                "Cannot use the columns as they are: %s. Check the names and types of the input's columns, and of the output's where it has rows already"
                    .formatted(said));
  }

  private static Optional<String> refused(Throwable thrown) {
    if (thrown instanceof AnalysisException) {
      return Optional.of(sentence(Messages.firstLine(thrown)));
    }
    return Optional.of(CONDITION.matcher(String.valueOf(thrown.getMessage())))
        .filter(Matcher::find)
        .map(matcher -> sentence(Messages.shortened(matcher.group())));
  }

  private static String sentence(String said) {
    String text = STATE.matcher(NAME_OF_CONDITION.matcher(said).replaceFirst("")).replaceFirst("");
    return text.strip().replaceAll("[.:]$", "");
  }
}
