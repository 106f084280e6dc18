package org.thumbscore.lake.source;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.spark.OutputColumns;

/**
 * The schema of an input, against which a request is validated before any row is read.
 *
 * @param location the location of the input for error messages
 * @param schema the columns that can be read
 * @param unreadable the reasons why other columns cannot be read, by name
 */
public record InputSchema(String location, StructType schema, Map<String, String> unreadable) {
  public InputSchema {
    unreadable = new LinkedHashMap<>(unreadable);
  }

  /** Creates the schema of an input without unreadable columns. */
  public InputSchema(String location, StructType schema) {
    this(location, schema, Map.of());
  }

  /**
   * Resolves the requested columns and spells them as in the input. A kept column whose name
   * clashes with a column that scoring writes is renamed to {@code input_<name>}.
   *
   * @throws InputException if a column is missing, ambiguous, of the wrong type or cannot be kept
   */
  public ChosenColumns resolve(ColumnRequest request) {
    return resolve(request, OutputColumns.reserved());
  }

  /**
   * Resolves the requested columns as {@link #resolve(ColumnRequest)} does, for other output
   * columns.
   *
   * @param written the columns that scoring writes, in lower case
   * @throws InputException if a column is missing, ambiguous, of the wrong type or cannot be kept
   */
  public ChosenColumns resolve(ColumnRequest request, Set<String> written) {
    List<String> partitionBy =
        request.partitionBy().stream().map(name -> partitionColumn(name, written)).toList();
    return new ChosenColumns(
        resolve(ColumnRole.ID, request, written),
        resolve(ColumnRole.TEXT, request, written),
        resolve(ColumnRole.IMAGE, request, written),
        kept(request, partitionBy, written),
        partitionBy);
  }

  /**
   * Returns whether the image column may hold paths of images, as opposed to encoded images only.
   */
  public boolean holdsPaths(ChosenColumns columns) {
    DataType type = ColumnPath.in(schema, columns.image()).field(schema).dataType();
    return !(type instanceof BinaryType);
  }

  private String resolve(ColumnRole role, ColumnRequest request, Set<String> written) {
    StructField field =
        request
            .named(role)
            .map(name -> require(name, " (" + role.expected() + ")", role.option()))
            .orElseGet(() -> fromPreset(role, request));
    if (!role.accepts(field.dataType())) {
      throw new InputException(
          "Wrong type of %s column '%s' in input %s: found %s, expected %s"
              .formatted(
                  role.label(),
                  field.name(),
                  location,
                  field.dataType().simpleString(),
                  role.expected()));
    }
    if (role == ColumnRole.ID) {
      refuseWritten(field.name(), written, "Rename it in the input");
    }
    return field.name();
  }

  private StructField fromPreset(ColumnRole role, ColumnRequest request) {
    Preset preset =
        request
            .preset()
            .orElseThrow(
                () ->
                    new InputException(
                        "No %s column named for input %s; found: %s. Name one with %s, or use --preset bbc or nela-gt"
                            .formatted(role.label(), location, names(), role.option())));
    List<String> candidates = preset.candidates(role);
    return candidates.stream()
        .map(this::find)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "Missing column '%s' (%s) of preset %s in input %s; found: %s. Name another with %s"
                        .formatted(
                            String.join("' or '", candidates),
                            role.expected(),
                            preset.label(),
                            location,
                            names(),
                            role.option())));
  }

  private Map<String, String> kept(
      ColumnRequest request, List<String> partitionBy, Set<String> written) {
    Map<String, String> kept = new LinkedHashMap<>();
    for (String name : request.keep()) {
      String found = require(name, "", "--keep").name();
      kept.put(found, written.contains(lower(found)) ? unused("input_" + found) : found);
    }
    partitionBy.forEach(name -> kept.put(name, name));
    return kept;
  }

  private String unused(String name) {
    find(name)
        .ifPresent(
            taken -> {
              throw new InputException(
                  "Cannot keep a column as '%s', for input %s has one of that name. Leave it out of --keep"
                      .formatted(taken.name(), location));
            });
    return name;
  }

  private String partitionColumn(String name, Set<String> written) {
    StructField field = require(name, "", "--partition-by");
    if (!ColumnRole.ID.accepts(field.dataType()) || field.dataType() instanceof BinaryType) {
      throw new InputException(
          "Cannot partition the output by '%s': found %s, expected a number, string, date or boolean"
              .formatted(field.name(), field.dataType().simpleString()));
    }
    refuseWritten(field.name(), written, "Partition by another column");
    return field.name();
  }

  private void refuseWritten(String name, Set<String> written, String remedy) {
    if (written.contains(lower(name))) {
      throw new InputException(
          "Cannot carry over column '%s' of input %s: scoring writes a column of that name. %s"
              .formatted(name, location, remedy));
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private StructField require(String name, String expected, String option) {
    return find(name)
        .orElseThrow(
            () ->
                new InputException(
                    "Missing column '%s'%s in input %s; found: %s. Name another with %s"
                        .formatted(name, expected, location, names(), option)));
  }

  /** Returns the field under the name it was found by, which is a path for a nested field. */
  private Optional<StructField> find(String name) {
    requireReadable(name);
    List<StructField> found =
        Arrays.stream(schema.fields()).filter(f -> f.name().equalsIgnoreCase(name)).toList();
    if (found.size() > 1) {
      throw new InputException(
          "Column '%s' is not unique in input %s; found: %s. Rename all but one"
              .formatted(name, location, names()));
    }
    return ColumnPath.find(schema, name)
        .map(path -> DataTypes.createStructField(path.name(), path.field(schema).dataType(), true));
  }

  private void requireReadable(String name) {
    unreadable.forEach(
        (column, why) -> {
          if (name.equalsIgnoreCase(column)
              || name.regionMatches(true, 0, column + ".", 0, column.length() + 1)) {
            throw new InputException(
                "Cannot read column '%s' of input %s: %s. Leave it out, or write it otherwise"
                    .formatted(column, location, why));
          }
        });
  }

  private String names() {
    return Stream.concat(Arrays.stream(schema.fieldNames()), unreadable.keySet().stream())
        .collect(Collectors.joining(", "));
  }
}
