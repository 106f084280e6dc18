package org.thumbscore.runtime;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.EncoderConfig;

/** What the graphs of a CLIP dual encoder must take and yield; checked when a bundle opens. */
final class GraphValidator {
  static final String PIXELS = "pixel_values";
  static final String IDS = "input_ids";
  static final String MASK = "attention_mask";
  static final String IMAGE_EMBEDS = "image_embeds";
  static final String TEXT_EMBEDS = "text_embeds";
  private static final Set<String> INTEGERS = Set.of("INT64", "INT32");

  private final String bundle;
  private final EncoderConfig config;

  GraphValidator(String bundle, EncoderConfig config) {
    this.bundle = bundle;
    this.config = config;
  }

  void checkVision(GraphSignature graph) {
    checkPixels(graph);
    checkOnlyKnown(graph, Set.of(PIXELS));
    checkEmbedding(graph, IMAGE_EMBEDS);
  }

  void checkText(GraphSignature graph) {
    checkTokens(graph);
    checkOnlyKnown(graph, Set.of(IDS, MASK));
    checkEmbedding(graph, TEXT_EMBEDS);
  }

  void checkCombined(GraphSignature graph) {
    checkPixels(graph);
    checkTokens(graph);
    checkOnlyKnown(graph, Set.of(PIXELS, IDS, MASK));
    checkEmbedding(graph, IMAGE_EMBEDS);
    checkEmbedding(graph, TEXT_EMBEDS);
  }

  /** Both towers must land in one space. */
  void checkWidths(GraphSignature vision, GraphSignature text) {
    TensorSpec image = vision.outputs().get(IMAGE_EMBEDS);
    TensorSpec words = text.outputs().get(TEXT_EMBEDS);
    if (!image.isFree(1) && !words.fits(1, image.shape().get(1))) {
      throw refusal(
          vision.file()
              + " yields '"
              + IMAGE_EMBEDS
              + "' "
              + image.shape()
              + ", "
              + text.file()
              + " yields '"
              + TEXT_EMBEDS
              + "' "
              + words.shape()
              + "; both must have one width");
    }
  }

  private void checkPixels(GraphSignature graph) {
    TensorSpec pixels = require(graph, PIXELS);
    long edge = config.imageSize();
    boolean fits =
        pixels.type().equals("FLOAT")
            && pixels.shape().size() == 4
            && pixels.isFree(0)
            && pixels.fits(1, 3)
            && pixels.fits(2, edge)
            && pixels.fits(3, edge);
    if (!fits) {
      throw refusal(
          graph.file()
              + " takes "
              + pixels
              + "; expected FLOAT [-1, 3, "
              + edge
              + ", "
              + edge
              + "]");
    }
  }

  private void checkTokens(GraphSignature graph) {
    TensorSpec ids = require(graph, IDS);
    checkTokenInput(graph, ids);
    graph.input(MASK).ifPresent(mask -> checkTokenInput(graph, mask));
  }

  private void checkTokenInput(GraphSignature graph, TensorSpec input) {
    boolean fits =
        INTEGERS.contains(input.type())
            && input.shape().size() == 2
            && input.isFree(0)
            && (input.isFree(1) || input.shape().get(1) == config.contextLength());
    if (!fits) {
      throw refusal(
          graph.file()
              + " takes "
              + input
              + "; expected INT64 or INT32 [-1, -1] or [-1, "
              + config.contextLength()
              + "]");
    }
  }

  private void checkOnlyKnown(GraphSignature graph, Set<String> known) {
    List<String> unknown =
        graph.inputs().keySet().stream().filter(name -> !known.contains(name)).sorted().toList();
    if (!unknown.isEmpty()) {
      throw refusal(graph.file() + " also takes " + unknown + "; expected only " + sorted(known));
    }
  }

  private void checkEmbedding(GraphSignature graph, String name) {
    Optional<TensorSpec> found = graph.output(name);
    if (found.isEmpty() && graph.output("pooler_output").isPresent()) {
      throw refusal(
          graph.file()
              + " yields "
              + graph.describeOutputs()
              + " but no '"
              + name
              + "': it lacks the projection; export the model WithProjection");
    }
    TensorSpec output =
        found.orElseThrow(
            () ->
                refusal(
                    graph.file()
                        + " yields "
                        + graph.describeOutputs()
                        + "; expected '"
                        + name
                        + "'"));
    boolean fits =
        output.type().equals("FLOAT")
            && output.shape().size() == 2
            && output.fits(1, config.projectionDim());
    if (!fits) {
      throw refusal(
          graph.file()
              + " yields "
              + output
              + "; expected FLOAT [-1, "
              + config.projectionDim()
              + "]");
    }
  }

  private TensorSpec require(GraphSignature graph, String name) {
    return graph
        .input(name)
        .orElseThrow(
            () ->
                refusal(
                    graph.file()
                        + " takes "
                        + graph.describeInputs()
                        + "; expected '"
                        + name
                        + "'"));
  }

  private BundleException refusal(String found) {
    return new BundleException("Cannot use bundle " + bundle + ": " + found);
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }
}
