package org.thumbscore.encoder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.GraphSet;
import org.thumbscore.model.PreprocessorConfig;
import org.thumbscore.runtime.GraphSession;
import org.thumbscore.runtime.Tensor;
import org.thumbscore.runtime.TensorSpec;

/**
 * The towers of a model that projects images and texts into one space, run in the graphs that
 * Hugging Face's exporters write: two graphs, {@code vision_model} and {@code text_model}, or one,
 * {@code model}. One graph needs both inputs in every run, so a run for images then carries a short
 * text, and a run for texts a blank image. Thread-safe.
 *
 * <pre>{@code
 * Towers towers = ProjectedTowers.load(session, model);
 * List<Embedding> images = towers.images(batch);
 * }</pre>
 */
public final class ProjectedTowers implements Towers {
  /** The sets of graphs that can be run, the best first. */
  public static final List<GraphSet> EXPORTS = ProjectedGraphs.EXPORTS;

  private final GraphSession session;
  private final ProjectedGraphs graphs;
  private final ProjectedModel model;
  private final boolean masked;
  private final OptionalInt fixedLength;

  private ProjectedTowers(GraphSession session, ProjectedGraphs graphs, ProjectedModel model) {
    this.session = session;
    this.graphs = graphs;
    this.model = model;
    this.masked = session.signature(graphs.text()).input(ProjectedGraphs.MASK).isPresent();
    TensorSpec ids = session.signature(graphs.text()).input(ProjectedGraphs.IDS).orElseThrow();
    this.fixedLength =
        ids.isFree(1) ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(ids.shape().get(1)));
  }

  /**
   * Checks the graphs of a session against a model, and runs each once.
   *
   * @param session with the graphs of one of the {@link #EXPORTS}; its owner closes it
   * @throws BundleException if the graphs do not fit the model
   * @throws org.thumbscore.runtime.EncoderException if the device fails
   */
  public static ProjectedTowers load(GraphSession session, ProjectedModel model) {
    ProjectedGraphs graphs = ProjectedGraphs.of(session);
    graphs.contracts(model).forEach(session::check);
    ProjectedTowers towers = new ProjectedTowers(session, graphs, model);
    towers.warmUp();
    return towers;
  }

  /** Finds kernels that fail, and widths that the graphs leave open, before the first row. */
  private void warmUp() {
    checkWidth("image", rawImages(blankImage()), model.imageVectors());
    checkWidth("text", rawTexts(blankText()), 1);
  }

  private void checkWidth(String tower, float[] embedding, int vectors) {
    if (embedding.length != vectors * model.width()) {
      throw new BundleException(
          "Cannot use bundle: its "
              + tower
              + " tower yields "
              + embedding.length
              + " values; config.json says "
              + model.widthKey()
              + ' '
              + model.width()
              + (vectors == 1 ? "" : " and " + vectors + " vectors for an image"));
    }
  }

  @Override
  public List<Embedding> images(PixelBatch batch) {
    return RowNormalizer.normalizeRows(
        rawImages(batch), batch.images(), model.imageVectors(), model.width(), "image");
  }

  @Override
  public List<Embedding> texts(TokenBatch batch) {
    return RowNormalizer.normalizeRows(rawTexts(batch), batch.texts(), 1, model.width(), "text");
  }

  private float[] rawImages(PixelBatch batch) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put(ProjectedGraphs.PIXELS, batch.tensor());
    if (graphs.areOne()) {
      addTokens(inputs, blankText());
    }
    return run(graphs.image(), "image tower", inputs, ProjectedGraphs.IMAGE_EMBEDS);
  }

  private float[] rawTexts(TokenBatch batch) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    addTokens(inputs, batch);
    if (graphs.areOne()) {
      inputs.put(ProjectedGraphs.PIXELS, blankImage().tensor());
    }
    return run(graphs.text(), "text tower", inputs, ProjectedGraphs.TEXT_EMBEDS);
  }

  private void addTokens(Map<String, Tensor> inputs, TokenBatch batch) {
    inputs.put(ProjectedGraphs.IDS, batch.idsTensor());
    if (masked) {
      inputs.put(ProjectedGraphs.MASK, batch.maskTensor());
    }
  }

  private float[] run(String graph, String tower, Map<String, Tensor> inputs, String output) {
    Tensor values = session.run(graph, tower, inputs, Set.of(output)).get(output);
    return ((Tensor.Floats) values).toArray();
  }

  private TokenBatch blankText() {
    return TokenBatch.blank(Math.max(2, fixedLength.orElse(2)));
  }

  private PixelBatch blankImage() {
    return PixelBatch.blank(new PreprocessorConfig.Size(model.imageSize(), model.imageSize()));
  }

  @Override
  public Padding padding() {
    return model.padding();
  }

  @Override
  public OptionalInt fixedTextLength() {
    return fixedLength;
  }
}
