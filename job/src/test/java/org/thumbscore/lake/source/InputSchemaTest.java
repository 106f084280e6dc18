package org.thumbscore.lake.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.thumbscore.lake.storage.InputException;

class InputSchemaTest {
  private static final StructType BBC =
      new StructType()
          .add("title", "string")
          .add("link", "string")
          .add("description", "string")
          .add("thumbnail", "binary")
          .add("section", "string");

  @Test
  void presetTakesFirstCandidateThatExists() {
    StructType both = BBC.add("id", "long").add("summary", "string");
    assertEquals(chosen("link", "description", "thumbnail"), in(both).resolve(preset(Preset.BBC)));
    assertEquals(
        chosen("id", "title", "thumbnail"),
        in(new StructType().add("id", "long").add("title", "string").add("thumbnail", "binary"))
            .resolve(preset(Preset.NELA_GT)));
  }

  @Test
  void namedColumnBeatsPreset() {
    ColumnRequest request =
        new ColumnRequest(
            Optional.of(Preset.BBC),
            Optional.empty(),
            Optional.of("title"),
            Optional.empty(),
            List.of(),
            List.of());
    assertEquals("title", in(BBC).resolve(request).text());
  }

  @Test
  void columnsAreSpelledAsInTheInput() {
    assertEquals(
        new ChosenColumns(
            "link", "title", "thumbnail", Map.of("section", "section"), List.of("section")),
        in(BBC)
            .resolve(named("LINK", "Title", "Thumbnail", List.of("SECTION"), List.of("Section"))));
  }

  @Test
  void partitionColumnsAreKeptOnce() {
    ColumnRequest request =
        named("link", "title", "thumbnail", List.of("section", "title"), List.of("section"));
    assertEquals(List.of("section", "title"), in(BBC).resolve(request).selected().keep());
  }

  @Test
  void keptColumnGivesWayToAScoreColumn() {
    ColumnRequest request =
        named("link", "title", "thumbnail", List.of("label", "section"), List.of());
    assertEquals(
        List.of("input_Label", "section"),
        in(BBC.add("Label", "int")).resolve(request).selected().keep());
    assertRefused(
        BBC.add("label", "int").add("input_label", "int"),
        request,
        "Cannot keep a column as 'input_label', for input articles has one of that name. Leave it out of --keep");
  }

  @Test
  void idMayNotHideAScoreColumn() {
    assertRefused(
        BBC.add("model", "string"),
        named("model", "title", "thumbnail", List.of(), List.of()),
        "Cannot carry over column 'model' of input articles: scoring writes a column of that name. Rename it in the input");
  }

  @Test
  void withoutNamesTheColumnsFoundAreListed() {
    ColumnRequest request =
        new ColumnRequest(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());
    assertRefused(
        BBC,
        request,
        "No id column named for input articles; found: title, link, description, thumbnail, section. Name one with --id-column, or use --preset bbc or nela-gt");
  }

  @Test
  void missingColumnIsNamedWithWhatWasFound() {
    assertRefused(
        BBC,
        named("link", "title", "image", List.of(), List.of()),
        "Missing column 'image' (binary: encoded images, string: paths of images in the lake, or struct<bytes: binary, path: string>) in input articles; found: title, link, description, thumbnail, section. Name another with --image-column");
  }

  @Test
  void missingPresetColumnNamesAllCandidates() {
    assertRefused(
        new StructType().add("id", "long").add("thumbnail", "binary"),
        preset(Preset.BBC),
        "Missing column 'description' or 'summary' (string) of preset bbc in input articles; found: id, thumbnail. Name another with --text-column");
  }

  @Test
  void wrongTypesAreRefused() {
    assertRefused(
        BBC,
        named("link", "thumbnail", "thumbnail", List.of(), List.of()),
        "Wrong type of text column 'thumbnail' in input articles: found binary, expected string");
    assertRefused(
        BBC.add("views", "long"),
        named("link", "title", "views", List.of(), List.of()),
        "Wrong type of image column 'views' in input articles: found bigint, expected binary: encoded images, string: paths of images in the lake, or struct<bytes: binary, path: string>");
    assertRefused(
        BBC.add("tags", "array<string>"),
        named("tags", "title", "thumbnail", List.of(), List.of()),
        "Wrong type of id column 'tags' in input articles: found array<string>, expected number, string or another single value");
  }

  @Test
  void imageColumnMayHoldPaths() {
    ColumnRequest request = named("link", "title", "section", List.of(), List.of());
    assertTrue(in(BBC).holdsPaths(in(BBC).resolve(request)));
    assertFalse(in(BBC).holdsPaths(chosen("link", "title", "thumbnail")));
  }

  @Test
  void ambiguousNameIsRefused() {
    assertRefused(
        BBC.add("Link", "string"),
        named("link", "title", "thumbnail", List.of(), List.of()),
        "Column 'link' is not unique in input articles; found: title, link, description, thumbnail, section, Link. Rename all but one");
  }

  @Test
  void outputIsNotPartitionedByImages() {
    assertRefused(
        BBC,
        named("link", "title", "thumbnail", List.of(), List.of("thumbnail")),
        "Cannot partition the output by 'thumbnail': found binary, expected a number, string, date or boolean");
  }

  private static void assertRefused(StructType schema, ColumnRequest request, String message) {
    InputException refused = assertThrows(InputException.class, () -> in(schema).resolve(request));
    assertEquals(message, refused.getMessage());
  }

  private static ChosenColumns chosen(String id, String text, String image) {
    return new ChosenColumns(id, text, image, Map.of(), List.of());
  }

  private static InputSchema in(StructType schema) {
    return new InputSchema("articles", schema);
  }

  private static ColumnRequest preset(Preset preset) {
    return new ColumnRequest(
        Optional.of(preset),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  private static ColumnRequest named(
      String id, String text, String image, List<String> keep, List<String> partitionBy) {
    return new ColumnRequest(
        Optional.empty(),
        Optional.of(id),
        Optional.of(text),
        Optional.of(image),
        keep,
        partitionBy);
  }
}
