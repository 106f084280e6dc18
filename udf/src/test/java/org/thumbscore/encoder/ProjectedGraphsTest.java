package org.thumbscore.encoder;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.thumbscore.model.BundleException;
import org.thumbscore.runtime.GraphContract;
import org.thumbscore.runtime.GraphSignature;
import org.thumbscore.runtime.TensorSpec;

class ProjectedGraphsTest {
  private static final TensorSpec PIXELS = spec("pixel_values", "FLOAT", -1, 3, 224, 224);
  private static final TensorSpec IDS = spec("input_ids", "INT64", -1, -1);
  private static final TensorSpec MASK = spec("attention_mask", "INT64", -1, -1);
  private static final List<GraphContract> CONTRACTS = contracts(1, new Padding.LastId(), false);

  @Test
  void theUsualExportsAreAccepted() {
    assertDoesNotThrow(() -> checkVision(vision(PIXELS, spec("image_embeds", "FLOAT", -1, 512))));
    assertDoesNotThrow(() -> checkText(text(List.of(IDS), spec("text_embeds", "FLOAT", -1, 512))));
    assertDoesNotThrow(
        () -> checkText(text(List.of(IDS, MASK), spec("text_embeds", "FLOAT", -1, -1))));
  }

  @Test
  void aVisionGraphWithoutProjectionIsRefused() {
    assertRefused(
        "vision_model.onnx yields 'pooler_output' FLOAT [-1, 768] but no 'image_embeds': it lacks"
            + " the projection; export the model WithProjection",
        () -> checkVision(vision(PIXELS, spec("pooler_output", "FLOAT", -1, 768))));
  }

  @Test
  void aGraphForAnotherEdgeIsRefused() {
    assertRefused(
        "vision_model.onnx takes 'pixel_values' FLOAT [-1, 3, 336, 336]; expected FLOAT"
            + " [-1, 3, 224, 224]",
        () ->
            checkVision(
                vision(
                    spec("pixel_values", "FLOAT", -1, 3, 336, 336),
                    spec("image_embeds", "FLOAT", -1, 512))));
  }

  @Test
  void halfPrecisionInputsAreRefused() {
    assertRefused(
        "vision_model.onnx takes 'pixel_values' FLOAT16 [-1, 3, 224, 224]; expected FLOAT"
            + " [-1, 3, 224, 224]",
        () ->
            checkVision(
                vision(
                    spec("pixel_values", "FLOAT16", -1, 3, 224, 224),
                    spec("image_embeds", "FLOAT", -1, 512))));
  }

  @Test
  void aFixedBatchIsRefused() {
    assertRefused(
        "text_model.onnx takes 'input_ids' INT64 [1, 77]; expected INT64 or INT32 [-1, -1] or"
            + " [-1, 77]",
        () ->
            checkText(
                text(
                    List.of(spec("input_ids", "INT64", 1, 77)),
                    spec("text_embeds", "FLOAT", 1, 512))));
  }

  @Test
  void aWrongWidthIsRefused() {
    assertRefused(
        "text_model.onnx yields 'text_embeds' FLOAT [-1, 768]; expected FLOAT [-1, 512]",
        () -> checkText(text(List.of(IDS), spec("text_embeds", "FLOAT", -1, 768))));
  }

  @Test
  void inputsNobodyFeedsAreRefused() {
    assertRefused(
        "text_model.onnx also takes [position_ids]; expected only [attention_mask, input_ids]",
        () ->
            checkText(
                text(
                    List.of(IDS, spec("position_ids", "INT64", -1, -1)),
                    spec("text_embeds", "FLOAT", -1, 512))));
  }

  @Test
  void anotherKindOfGraphIsRefused() {
    assertRefused(
        "vision_model.onnx takes 'x' FLOAT [-1, 10]; expected 'pixel_values'",
        () -> checkVision(vision(spec("x", "FLOAT", -1, 10), spec("y", "FLOAT", -1, 2))));
  }

  @Test
  void aTextGraphThatWouldSeePaddingMustTakeAMask() {
    List<GraphContract> contracts = contracts(32, new Padding.Id(0), true);
    TensorSpec embeds = spec("text_embeds", "FLOAT", -1, 512);
    assertDoesNotThrow(() -> contracts.get(1).check("blip", text(List.of(IDS, MASK), embeds)));
    assertRefused(
        "text_model.onnx takes 'input_ids' INT64 [-1, -1]; expected 'attention_mask'",
        () -> contracts.get(1).check("clip-b32", text(List.of(IDS), embeds)));
  }

  @Test
  void anImageOfManyVectorsHasAnAxisForThem() {
    GraphContract contract = contracts(32, new Padding.Id(0), true).get(0);
    assertDoesNotThrow(
        () -> contract.check("b", vision(PIXELS, spec("image_embeds", "FLOAT", -1, 32, 512))));
    assertRefused(
        "vision_model.onnx yields 'image_embeds' FLOAT [-1, 512]; expected FLOAT [-1, 32, 512]",
        () -> contract.check("clip-b32", vision(PIXELS, spec("image_embeds", "FLOAT", -1, 512))));
  }

  private static List<GraphContract> contracts(int vectors, Padding padding, boolean sees) {
    return new ProjectedGraphs("vision_model", "text_model")
        .contracts(new ProjectedModel("projection_dim", 512, vectors, 224, 77, padding, sees));
  }

  private static void checkVision(GraphSignature graph) {
    CONTRACTS.get(0).check("clip-b32", graph);
  }

  private static void checkText(GraphSignature graph) {
    CONTRACTS.get(1).check("clip-b32", graph);
  }

  private static void assertRefused(String why, Executable check) {
    BundleException refused = assertThrows(BundleException.class, check);
    assertEquals("Cannot use bundle clip-b32: " + why, refused.getMessage());
  }

  private static GraphSignature vision(TensorSpec input, TensorSpec output) {
    return new GraphSignature("vision_model.onnx", map(List.of(input)), map(List.of(output)));
  }

  private static GraphSignature text(List<TensorSpec> inputs, TensorSpec output) {
    return new GraphSignature("text_model.onnx", map(inputs), map(List.of(output)));
  }

  private static Map<String, TensorSpec> map(List<TensorSpec> specs) {
    Map<String, TensorSpec> map = new LinkedHashMap<>();
    specs.forEach(spec -> map.put(spec.name(), spec));
    return map;
  }

  private static TensorSpec spec(String name, String type, long... shape) {
    return new TensorSpec(name, type, Arrays.stream(shape).boxed().toList());
  }
}
