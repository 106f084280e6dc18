package org.thumbscore.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thumbscore.encoder.EncoderBundle;
import org.thumbscore.encoder.EncoderOutput;

class ModelBundleTest {
  private static final String EXPECTED =
      "; expected vision_model.onnx with text_model.onnx, or model.onnx, at the root or under onnx/";
  private static final String ALL_BUT =
      "found config.json, onnx/text_model.onnx, onnx/vision_model.onnx, preprocessor_config.json,"
          + " tokenizer.json, tokenizer_config.json";

  @TempDir Path temp;

  @Test
  void bundleSaysWhatItIs() {
    ModelBundle bundle = BundleFolder.in(temp).open();
    assertEquals("mini", bundle.name());
    assertSpec(64, 77, 224, EncoderBundle.of(bundle));
    assertEquals(temp.resolve("mini/tokenizer.json"), bundle.tokenizerJson());
    assertEquals(temp.resolve("mini"), bundle.directory());
  }

  @Test
  void relativePathNamesTheBundleByItsLastFolder() {
    assertEquals(
        "random-clip",
        ModelBundle.open(
                Path.of("../udf/src/test/resources/org/thumbscore/bundles/x/../random-clip"))
            .name());
  }

  @Test
  void linkToABundleOpensAndGivesItsName() throws IOException {
    BundleFolder dated = BundleFolder.at(temp.resolve("2024-08"));
    Path link = Files.createSymbolicLink(temp.resolve("current"), Path.of("2024-08"));
    ModelBundle linked = ModelBundle.open(link);
    assertEquals("current", linked.name());
    assertEquals(dated.open().sha256(), linked.sha256());
  }

  @Test
  void graphsMayLieBehindALink() throws IOException {
    BundleFolder mini = BundleFolder.in(temp).renamed("onnx", "../large-disk");
    String without = BundleDigest.of(BundleLayout.of(mini.directory()));
    Files.createSymbolicLink(mini.directory().resolve("onnx"), temp.resolve("large-disk"));
    assertEquals(split("onnx/", Precision.FP32), mini.model().graphs(List.of(Precision.FP32)));
    assertNotEquals(without, mini.open().sha256());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "onnx/"})
  void splitTowersAreFoundAtTheRootAndUnderOnnx(String folder) throws IOException {
    BundleFolder mini =
        BundleFolder.in(temp).withGraphs(folder + "vision_model.onnx", folder + "text_model.onnx");
    assertEquals(split(folder, Precision.FP32), mini.model().graphs(List.of(Precision.FP32)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "onnx/"})
  void combinedModelIsFoundAtTheRootAndUnderOnnx(String folder) throws IOException {
    BundleFolder mini = BundleFolder.in(temp).withGraphs(folder + "model.onnx");
    assertEquals(
        new GraphFiles(
            Map.of("model", temp.resolve("mini").resolve(folder + "model.onnx")), Precision.FP32),
        mini.model().graphs(List.of(Precision.FP32)));
  }

  @Test
  void splitTowersArePreferredToACombinedModel() throws IOException {
    BundleFolder mini = BundleFolder.in(temp).with("model.onnx", "a graph");
    assertEquals(split("onnx/", Precision.FP32), mini.model().graphs(List.of(Precision.FP32)));
  }

  @ParameterizedTest
  @CsvSource({"FP16,_fp16", "QUANTIZED,_quantized", "INT8,_int8", "Q4F16,_q4f16"})
  void chosenPrecisionIsTaken(Precision precision, String suffix) throws IOException {
    BundleFolder mini =
        BundleFolder.in(temp)
            .with("onnx/vision_model" + suffix + ".onnx", "a graph")
            .with("onnx/text_model" + suffix + ".onnx", "a graph");
    assertEquals(split("onnx/", precision), mini.model().graphs(List.of(precision)));
    assertEquals(
        split("onnx/", Precision.FP32), mini.model().graphs(List.of(Precision.FP32, precision)));
  }

  @Test
  void firstPrecisionThatIsThereIsTaken() throws IOException {
    BundleFolder mini =
        BundleFolder.in(temp)
            .withGraphs("onnx/vision_model_fp16.onnx", "onnx/text_model_fp16.onnx", "model.onnx");
    List<Precision> preferred = List.of(Precision.QUANTIZED, Precision.FP16, Precision.FP32);
    assertEquals(split("onnx/", Precision.FP16), mini.model().graphs(preferred));
  }

  @Test
  void absentPrecisionFallsBackToTheFullOne() throws IOException {
    BundleFolder mini = BundleFolder.in(temp).with("onnx/vision_model_fp16.onnx", "a graph");
    assertEquals(split("onnx/", Precision.FP32), mini.model().graphs(List.of(Precision.FP16)));
  }

  @Test
  void withoutFullPrecisionWhateverThereIsIsTaken() throws IOException {
    BundleFolder mini = BundleFolder.in(temp).withGraphs("onnx/model_quantized.onnx");
    assertEquals(
        Precision.QUANTIZED,
        mini.model().graphs(List.of(Precision.FP32, Precision.FP16)).precision());
  }

  @Test
  void absentKeysOfTheConfigHaveClipsDefaults() throws IOException {
    BundleFolder mini = BundleFolder.in(temp).with("config.json", "{}");
    assertSpec(512, 77, 224, mini.model());
  }

  @Test
  void absentDirectoryIsRefused() {
    BundleFolder absent = new BundleFolder(temp.resolve("absent"));
    assertEquals(
        "Cannot open bundle "
            + temp.resolve("absent")
            + ": there is no such directory; expected config.json, preprocessor_config.json,"
            + " tokenizer.json and ONNX graphs in it",
        absent.refusal());
  }

  @Test
  void emptyDirectoryIsRefused() {
    assertEquals(
        "Cannot use bundle "
            + temp.getFileName()
            + ": it lacks config.json; found no configs or graphs",
        new BundleFolder(temp).refusal());
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.json", "tokenizer.json"})
  void missingFileIsRefusedWithWhatThereIs(String file) throws IOException {
    String found = ALL_BUT.replaceFirst("(?<= )" + file + "(, )?", "");
    assertEquals(
        "Cannot use bundle mini: it lacks " + file + "; " + found,
        BundleFolder.in(temp).without(file).refusal());
  }

  @Test
  void missingConfigOfThePreprocessingIsRefusedByBothItsNames() throws IOException {
    assertEquals(
        "Cannot use bundle mini: it lacks processor_config.json or preprocessor_config.json; "
            + ALL_BUT.replace(" preprocessor_config.json,", ""),
        BundleFolder.in(temp).without("preprocessor_config.json").refusal());
  }

  @Test
  void familyComesFromWhatTheExporterNotes() throws IOException {
    BundleFolder noted = BundleFolder.in(temp).with("thumbscore.json", "{\"family\": \"clip\"}");
    assertEquals("clip", noted.model().family());
    noted.with("thumbscore.json", "{\"family\": \"blop\"}");
    assertEquals(
        "Cannot use bundle mini: thumbscore.json says family \"blop\", which is no model family"
            + " known here; known: blip, blip2, caption, clip",
        noted.refusal());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"family\": ", "", "[1]", "{\"family\": 3}"})
  void malformedNoteOfTheExporterIsRefused(String json) throws IOException {
    String refusal = BundleFolder.in(temp).with("thumbscore.json", json).refusal();
    assertTrue(refusal.startsWith("Cannot use bundle mini: thumbscore.json "), refusal);
  }

  @ParameterizedTest
  @CsvSource({"model_type,\"clip\"", "architectures,[\"CLIPTextModelWithProjection\"]"})
  void clipIsToldByItsConfig(String key, String json) throws IOException {
    BundleFolder mini = BundleFolder.in(temp).with("config.json", "{}");
    assertEquals("clip", mini.set("config.json", key, json).model().family());
  }

  @Test
  void unknownArchitectureIsRefusedByItsName() throws IOException {
    BundleFolder mini = BundleFolder.in(temp).set("config.json", "model_type", "\"siglip\"");
    mini.set("config.json", "architectures", "[\"SiglipModel\"]");
    assertEquals(
        "Cannot use bundle mini: config.json says model_type \"siglip\", architectures"
            + " [SiglipModel], which is no model family known here; known: blip, blip2, caption, clip",
        mini.refusal());
  }

  @Test
  void longListOfFilesIsCutShort() throws IOException {
    BundleFolder mini = BundleFolder.in(temp).without("tokenizer.json");
    for (int i = 10; i < 30; i++) {
      mini.with("extra-" + i + ".json", "{}");
    }
    assertTrue(
        mini.refusal().endsWith(", extra-19.json, extra-20.json and 13 more"), mini::refusal);
  }

  @Test
  void bundleWithoutGraphsIsRefused() throws IOException {
    assertEquals(
        "Cannot use bundle mini: found no .onnx file" + EXPECTED,
        BundleFolder.in(temp).withGraphs().refusal());
  }

  @Test
  void onlyVisionTowerIsRefused() throws IOException {
    assertEquals(
        "Cannot use bundle mini: found onnx/vision_model.onnx" + EXPECTED,
        BundleFolder.in(temp).without("onnx/text_model.onnx").refusal());
  }

  @Test
  void towersOfDifferentPrecisionsAreRefused() throws IOException {
    assertEquals(
        "Cannot use bundle mini: found onnx/text_model_fp16.onnx, onnx/vision_model.onnx"
            + EXPECTED,
        BundleFolder.in(temp)
            .renamed("onnx/text_model.onnx", "onnx/text_model_fp16.onnx")
            .refusal());
  }

  @Test
  void towersInDifferentFoldersAreRefused() throws IOException {
    assertEquals(
        "Cannot use bundle mini: found onnx/vision_model.onnx, text_model.onnx" + EXPECTED,
        BundleFolder.in(temp).renamed("onnx/text_model.onnx", "text_model.onnx").refusal());
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.json", "preprocessor_config.json"})
  void jsonThatBreaksOffIsRefused(String file) throws IOException {
    String refusal = BundleFolder.in(temp).with(file, "{\"size\": ").refusal();
    String start = "Cannot use bundle mini: " + file + " is not readable JSON: Unexpected end-of-";
    assertTrue(refusal.startsWith(start), refusal);
  }

  @Test
  void jsonWithATailOfAnOlderFileIsRefused() throws IOException {
    String refusal = BundleFolder.in(temp).with("config.json", "{} \"x\": 1}").refusal();
    String start = "Cannot use bundle mini: config.json is not readable JSON: Trailing token";
    assertTrue(refusal.startsWith(start), refusal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "\"text\"", "null"})
  void configThatIsNoObjectIsRefused(String json) throws IOException {
    assertEquals(
        "Cannot use bundle mini: config.json is not a JSON object",
        BundleFolder.in(temp).with("config.json", json).refusal());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"64\"", "0", "-1", "64.5", "[64]", "99999999999"})
  void widthOfAWrongTypeIsRefused(String json) throws IOException {
    assertEquals(
        "Cannot use bundle mini: config.json says projection_dim = "
            + json
            + "; expected a whole number, 1 or more",
        BundleFolder.in(temp).set("config.json", "projection_dim", json).refusal());
  }

  @Test
  void refusalNamesTheKeyWithinItsObject() throws IOException {
    assertEquals(
        "Cannot use bundle mini: config.json says text_config.max_position_embeddings = \"77\";"
            + " expected a whole number, 1 or more",
        BundleFolder.in(temp)
            .set("config.json", "text_config", "max_position_embeddings", "\"77\"")
            .refusal());
  }

  @Test
  void towerConfigThatIsNoObjectIsRefused() throws IOException {
    assertEquals(
        "Cannot use bundle mini: config.json says vision_config = 224; expected an object",
        BundleFolder.in(temp).set("config.json", "vision_config", "224").refusal());
  }

  @Test
  void cropAndTowerOfDifferentSizesAreRefused() throws IOException {
    assertEquals(
        "Cannot use bundle mini: preprocessor_config.json makes images of 224x224;"
            + " config.json says vision_config.image_size 336",
        BundleFolder.in(temp).set("config.json", "vision_config", "image_size", "336").refusal());
  }

  @Test
  void circleOfLinksIsRefused() throws IOException {
    BundleFolder mini = BundleFolder.in(temp);
    Files.createSymbolicLink(mini.directory().resolve("again"), Path.of("."));
    assertEquals(
        "Cannot list bundle " + mini.directory() + ": FileSystemLoopException", mini.refusal());
  }

  private GraphFiles split(String folder, Precision precision) {
    Path mini = temp.resolve("mini");
    return new GraphFiles(
        Map.of(
            "vision_model",
            mini.resolve(folder + "vision_model" + precision.suffix() + ".onnx"),
            "text_model",
            mini.resolve(folder + "text_model" + precision.suffix() + ".onnx")),
        precision);
  }

  private static void assertSpec(int width, int context, int edge, EncoderBundle model) {
    assertEquals(EncoderOutput.single(width), model.output());
    assertEquals(context, model.spec().contextLength());
    assertEquals(new PreprocessorConfig.Size(edge, edge), model.spec().preprocessor().crop());
  }
}
