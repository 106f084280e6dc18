package org.thumbscore.encoder;

import static org.thumbscore.runtime.Extent.ANY;
import static org.thumbscore.runtime.Extent.FREE;

import java.util.List;
import org.thumbscore.model.GraphSet;
import org.thumbscore.runtime.Extent;
import org.thumbscore.runtime.GraphContract;
import org.thumbscore.runtime.GraphSession;
import org.thumbscore.runtime.TensorContract;

/**
 * The graphs of a model with two projected towers, and the names of their inputs and outputs, which
 * are those of Hugging Face's exporters.
 *
 * @param image the graph that yields embeddings of images
 * @param text the graph that yields those of texts; the same one where both towers are in one
 */
record ProjectedGraphs(String image, String text) {
  static final String PIXELS = "pixel_values";
  static final String IDS = "input_ids";
  static final String MASK = "attention_mask";
  static final String IMAGE_EMBEDS = "image_embeds";
  static final String TEXT_EMBEDS = "text_embeds";

  private static final ProjectedGraphs SPLIT = new ProjectedGraphs("vision_model", "text_model");
  private static final ProjectedGraphs COMBINED = new ProjectedGraphs("model", "model");

  /** A graph for each tower is better: one graph wants both inputs at every run. */
  static final List<GraphSet> EXPORTS =
      List.of(GraphSet.of(SPLIT.image(), SPLIT.text()), GraphSet.of(COMBINED.image()));

  static ProjectedGraphs of(GraphSession session) {
    return session.has(COMBINED.image()) ? COMBINED : SPLIT;
  }

  boolean areOne() {
    return image.equals(text);
  }

  /** What each graph must take and yield. */
  List<GraphContract> contracts(ProjectedModel model) {
    return areOne()
        ? List.of(withText(withImage(GraphContract.of(image), model), model))
        : List.of(
            withImage(GraphContract.of(image), model), withText(GraphContract.of(text), model));
  }

  private static GraphContract withImage(GraphContract graph, ProjectedModel model) {
    Extent edge = Extent.of(model.imageSize());
    Extent width = Extent.of(model.width());
    return withoutProjection(graph)
        .takes(TensorContract.floats(PIXELS, FREE, Extent.of(3), edge, edge))
        .yields(
            model.imageVectors() == 1
                ? TensorContract.floats(IMAGE_EMBEDS, ANY, width)
                : TensorContract.floats(IMAGE_EMBEDS, ANY, Extent.of(model.imageVectors()), width));
  }

  private static GraphContract withText(GraphContract graph, ProjectedModel model) {
    Extent length = Extent.freeOr(model.contextLength());
    TensorContract mask = TensorContract.integers(MASK, FREE, length);
    GraphContract text =
        withoutProjection(graph)
            .takes(TensorContract.integers(IDS, FREE, length))
            .yields(TensorContract.floats(TEXT_EMBEDS, ANY, Extent.of(model.width())));
    return model.seesPadding() ? text.takes(mask) : text.mayTake(mask);
  }

  private static GraphContract withoutProjection(GraphContract graph) {
    return graph.hint("pooler_output", "it lacks the projection; export the model WithProjection");
  }
}
