package org.thumbscore.encoder.clip;

import static org.thumbscore.runtime.Extent.ANY;
import static org.thumbscore.runtime.Extent.FREE;

import java.util.List;
import org.thumbscore.model.GraphSet;
import org.thumbscore.runtime.Extent;
import org.thumbscore.runtime.GraphContract;
import org.thumbscore.runtime.GraphSession;
import org.thumbscore.runtime.TensorContract;

/**
 * The graphs in which CLIP is exported, and the names of their inputs and outputs.
 *
 * @param image the graph that computes the embeddings of images
 * @param text the graph that computes the embeddings of texts; the same graph if it contains both
 *     towers
 */
record ClipGraphs(String image, String text) {
  static final String PIXELS = "pixel_values";
  static final String IDS = "input_ids";
  static final String MASK = "attention_mask";
  static final String IMAGE_EMBEDS = "image_embeds";
  static final String TEXT_EMBEDS = "text_embeds";

  private static final ClipGraphs SPLIT = new ClipGraphs("vision_model", "text_model");
  private static final ClipGraphs COMBINED = new ClipGraphs("model", "model");

  /** Separate graphs are preferred, because a combined graph requires both inputs in every run. */
  static final List<GraphSet> EXPORTS =
      List.of(GraphSet.of(SPLIT.image(), SPLIT.text()), GraphSet.of(COMBINED.image()));

  static ClipGraphs of(GraphSession session) {
    return session.has(COMBINED.image()) ? COMBINED : SPLIT;
  }

  boolean areOne() {
    return image.equals(text);
  }

  /** Returns the contracts of the graphs. */
  List<GraphContract> contracts(ClipConfig config) {
    return areOne()
        ? List.of(withText(withImage(GraphContract.of(image), config), config))
        : List.of(
            withImage(GraphContract.of(image), config), withText(GraphContract.of(text), config));
  }

  private static GraphContract withImage(GraphContract graph, ClipConfig config) {
    Extent edge = Extent.of(config.imageSize());
    return withoutProjection(graph)
        .takes(TensorContract.floats(PIXELS, FREE, Extent.of(3), edge, edge))
        .yields(TensorContract.floats(IMAGE_EMBEDS, ANY, Extent.of(config.projectionDim())));
  }

  private static GraphContract withText(GraphContract graph, ClipConfig config) {
    Extent length = Extent.freeOr(config.contextLength());
    return withoutProjection(graph)
        .takes(TensorContract.integers(IDS, FREE, length))
        .mayTake(TensorContract.integers(MASK, FREE, length))
        .yields(TensorContract.floats(TEXT_EMBEDS, ANY, Extent.of(config.projectionDim())));
  }

  private static GraphContract withoutProjection(GraphContract graph) {
    return graph.hint("pooler_output", "it lacks the projection; export the model WithProjection");
  }
}
