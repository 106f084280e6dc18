package org.thumbscore.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thumbscore.model.PreprocessorConfig.Resize;
import org.thumbscore.model.PreprocessorConfig.Size;

class PreprocessorConfigTest {
  private static final String FILE = "preprocessor_config.json";
  private static final String PROCESSOR_FILE = "processor_config.json";
  private static final String SAYS = "Cannot use bundle mini: preprocessor_config.json says ";
  private static final String IMAGE_SIZE = "; config.json says vision_config.image_size 224";
  private static final PreprocessorConfig CLIP =
      new PreprocessorConfig(
          new Resize.ShortestEdge(224),
          new Size(224, 224),
          true,
          PreprocessorConfig.BICUBIC,
          1.0 / 255,
          List.of(0.48145466, 0.4578275, 0.40821073),
          List.of(0.26862954, 0.26130258, 0.27577711));

  @TempDir Path temp;

  @Test
  void exportersOwnFileIsReadWhole() {
    assertEquals(CLIP, BundleFolder.in(temp).model().spec().preprocessor());
  }

  /** {@code CLIPProcessor.save_pretrained} of transformers 5.23 wrote it, and no other config. */
  @Test
  void processorConfigOfTransformers5IsReadWhole() throws IOException {
    BundleFolder saved = BundleFolder.in(temp).without(FILE).with(PROCESSOR_FILE, savedByClip());
    assertEquals(CLIP, saved.model().spec().preprocessor());
  }

  /** As transformers 5 itself loads them. */
  @Test
  void imageProcessorOfTheProcessorConfigComesFirst() throws IOException {
    BundleFolder both =
        BundleFolder.in(temp).with(PROCESSOR_FILE, savedByClip()).set(FILE, "size", "256");
    assertEquals(CLIP, both.model().spec().preprocessor());
    both.set(PROCESSOR_FILE, "image_processor", "size", "300");
    assertEquals(new Resize.ShortestEdge(300), both.model().spec().preprocessor().resize());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"processor_class\": \"CLIPProcessor\"}", "{\"image_processor\": null}"})
  void processorConfigWithoutAnImageProcessorLeavesTheOther(String json) throws IOException {
    BundleFolder both = BundleFolder.in(temp).with(PROCESSOR_FILE, json).set(FILE, "size", "256");
    assertEquals(new Resize.ShortestEdge(256), both.model().spec().preprocessor().resize());
    assertEquals(
        "Cannot use bundle mini: it lacks preprocessor_config.json, and processor_config.json has"
            + " no object image_processor; found config.json, onnx/text_model.onnx,"
            + " onnx/vision_model.onnx, processor_config.json, tokenizer.json,"
            + " tokenizer_config.json",
        both.without(FILE).refusal());
  }

  @Test
  void refusalNamesTheProcessorConfig() throws IOException {
    BundleFolder saved = BundleFolder.in(temp).without(FILE).with(PROCESSOR_FILE, savedByClip());
    saved.set(PROCESSOR_FILE, "image_processor", "resample", "1");
    assertEquals(
        "Cannot use bundle mini: processor_config.json says image_processor.resample = 1; expected"
            + " 2 (bilinear) or 3 (bicubic)",
        saved.refusal());
    saved.with(PROCESSOR_FILE, savedByClip());
    saved.set(PROCESSOR_FILE, "image_processor", "crop_size", "200");
    assertEquals(
        "Cannot use bundle mini: processor_config.json makes images of 200x200" + IMAGE_SIZE,
        saved.refusal());
    saved.set(PROCESSOR_FILE, "image_processor", "[]");
    assertEquals(
        "Cannot use bundle mini: processor_config.json says image_processor = []; expected an"
            + " object",
        saved.refusal());
  }

  private static String savedByClip() throws IOException {
    try (InputStream in =
        PreprocessorConfigTest.class.getResourceAsStream("clip_processor_config.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void absentKeysHaveClipsDefaults() throws IOException {
    assertEquals(CLIP, BundleFolder.in(temp).with(FILE, "{}").model().spec().preprocessor());
  }

  @ParameterizedTest
  @ValueSource(strings = {"size", "crop_size", "resample", "image_mean", "do_resize"})
  void nullCountsAsAbsent(String key) throws IOException {
    assertEquals(CLIP, with(key, "null"));
  }

  @Test
  void absentSizesOfALargerTowerAreRefused() throws IOException {
    BundleFolder large =
        BundleFolder.in(temp)
            .with(FILE, "{}")
            .set("config.json", "vision_config", "image_size", "336");
    assertEquals(
        "Cannot use bundle mini: preprocessor_config.json makes images of 224x224;"
            + " config.json says vision_config.image_size 336",
        large.refusal());
  }

  @ParameterizedTest
  @ValueSource(strings = {"256", "{\"shortest_edge\": 256}"})
  void numberAndShortestEdgeScaleTheShorterEdge(String size) throws IOException {
    assertEquals(new Resize.ShortestEdge(256), with("size", size).resize());
  }

  @Test
  void heightAndWidthScaleToThatSize() throws IOException {
    assertEquals(
        new Resize.Exact(new Size(300, 400)),
        with("size", "{\"height\": 300, \"width\": 400}").resize());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"height\":224}",
        "{\"longest_edge\":224}",
        "{\"shortest_edge\":224,\"longest_edge\":448}"
      })
  void sizeOfAnotherKindIsRefused(String size) throws IOException {
    assertEquals(
        SAYS
            + "size = "
            + size
            + "; expected a number, {\"shortest_edge\"} or {\"height\", \"width\"}",
        refusal("size", size));
  }

  @Test
  void edgeOfAWrongTypeIsRefused() throws IOException {
    assertEquals(
        SAYS + "size.shortest_edge = \"224\"; expected a whole number, 1 or more",
        refusal("size", "{\"shortest_edge\": \"224\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"224", "{\"height\": 224, \"width\": 224}"})
  void cropIsANumberOrAnObject(String crop) throws IOException {
    assertEquals(CLIP, with("crop_size", crop));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"200|200x200", "{\"height\": 224, \"width\": 200}|224x200"})
  void cropOfAnotherSizeThanTheTowersIsRefused(String crop, String images) throws IOException {
    assertEquals(
        "Cannot use bundle mini: preprocessor_config.json makes images of " + images + IMAGE_SIZE,
        refusal("crop_size", crop));
  }

  @Test
  void cropOfAnotherKindIsRefused() throws IOException {
    assertEquals(
        SAYS + "crop_size = {\"shortest_edge\":224}; expected a number or {\"height\", \"width\"}",
        refusal("crop_size", "{\"shortest_edge\": 224}"));
  }

  @Test
  void imageThatIsNotResizedIsOnlyCropped() throws IOException {
    PreprocessorConfig config = with("do_resize", "false");
    assertEquals(new Resize.None(), config.resize());
    assertEquals(new Size(224, 224), config.crop());
  }

  @Test
  void withoutCropTheResizeGivesTheSize() throws IOException {
    PreprocessorConfig config =
        BundleFolder.in(temp)
            .set(FILE, "do_center_crop", "false")
            .set(FILE, "size", "{\"height\": 224, \"width\": 224}")
            .set(FILE, "crop_size", "7")
            .model()
            .spec()
            .preprocessor();
    assertFalse(config.centerCrop());
    assertEquals(new Size(224, 224), config.crop());
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void withoutCropImagesThatKeepTheirShapeAreRefused(String resize) throws IOException {
    assertEquals(
        "Cannot use bundle mini: preprocessor_config.json neither crops nor scales to one size,"
            + " so images keep their shape"
            + IMAGE_SIZE,
        BundleFolder.in(temp)
            .set(FILE, "do_center_crop", "false")
            .set(FILE, "do_resize", resize)
            .refusal());
  }

  @Test
  void imageThatIsNotRescaledKeepsItsSamples() throws IOException {
    assertEquals(1, with("do_rescale", "false").rescaleFactor());
  }

  @Test
  void rescaleFactorIsTakenAsItIs() throws IOException {
    assertEquals(
        0.00784313725490196, with("rescale_factor", "0.00784313725490196").rescaleFactor());
  }

  @Test
  void imageThatIsNotNormalisedHasNeutralMeanAndDeviation() throws IOException {
    PreprocessorConfig config = with("do_normalize", "false");
    assertEquals(List.of(0.0, 0.0, 0.0), config.mean());
    assertEquals(List.of(1.0, 1.0, 1.0), config.deviation());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"false\"", "0", "[]"})
  void flagOfAWrongTypeIsRefused(String json) throws IOException {
    assertEquals(
        SAYS + "do_normalize = " + json + "; expected true or false",
        refusal("do_normalize", json));
  }

  @ParameterizedTest
  @ValueSource(ints = {PreprocessorConfig.BILINEAR, PreprocessorConfig.BICUBIC})
  void bilinearAndBicubicAreTaken(int filter) throws IOException {
    assertEquals(filter, with("resample", Integer.toString(filter)).resample());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "4", "-3", "\"bicubic\"", "3.0"})
  void otherFiltersAreRefused(String filter) throws IOException {
    assertEquals(
        SAYS + "resample = " + filter + "; expected 2 (bilinear) or 3 (bicubic)",
        refusal("resample", filter));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.5",
        "[0.5,0.5]",
        "[0.5,0.5,0.5,0.5]",
        "[0.5,0.5,\"x\"]",
        "[0.5,null,0.5]",
        "{\"r\":0.5,\"g\":0.5,\"b\":0.5}"
      })
  void meanAndDeviationAreThreeNumbers(String json) throws IOException {
    assertEquals(
        SAYS + "image_mean = " + json + "; expected three finite numbers",
        refusal("image_mean", json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[0.5,0,0.5]", "[0.5,0.5,-0.1]"})
  void deviationIsAboveZero(String json) throws IOException {
    assertEquals(
        SAYS + "image_std = " + json + "; expected three numbers above 0",
        refusal("image_std", json));
  }

  @Test
  void meanAndDeviationThatAreNotUsedAreNotRead() throws IOException {
    BundleFolder mini =
        BundleFolder.in(temp).set(FILE, "do_normalize", "false").set(FILE, "image_std", "[0,0,0]");
    assertEquals(List.of(1.0, 1.0, 1.0), mini.model().spec().preprocessor().deviation());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1/255\"", "[]", "true"})
  void rescaleFactorOfAWrongTypeIsRefused(String json) throws IOException {
    assertTrue(refusal("rescale_factor", json).endsWith("; expected a finite number"));
  }

  private PreprocessorConfig with(String key, String json) throws IOException {
    return BundleFolder.in(temp).set(FILE, key, json).model().spec().preprocessor();
  }

  private String refusal(String key, String json) throws IOException {
    return BundleFolder.in(temp).set(FILE, key, json).refusal();
  }
}
