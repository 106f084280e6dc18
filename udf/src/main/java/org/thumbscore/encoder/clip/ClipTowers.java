package org.thumbscore.encoder.clip;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.encoder.Padding;
import org.thumbscore.encoder.PixelBatch;
import org.thumbscore.encoder.RowNormalizer;
import org.thumbscore.encoder.TokenBatch;
import org.thumbscore.encoder.Towers;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.PreprocessorConfig;
import org.thumbscore.runtime.GraphSession;
import org.thumbscore.runtime.Tensor;
import org.thumbscore.runtime.TensorSpec;

/**
 * The towers of a CLIP model. A graph that contains both towers requires both inputs in every run;
 * a run for images then includes one short text, and a run for texts one blank image. Thread-safe.
 */
final class ClipTowers implements Towers {
  private final GraphSession session;
  private final ClipGraphs graphs;
  private final ClipConfig config;
  private final boolean masked;
  private final OptionalInt fixedLength;

  ClipTowers(GraphSession session, ClipGraphs graphs, ClipConfig config) {
    this.session = session;
    this.graphs = graphs;
    this.config = config;
    this.masked = session.signature(graphs.text()).input(ClipGraphs.MASK).isPresent();
    TensorSpec ids = session.signature(graphs.text()).input(ClipGraphs.IDS).orElseThrow();
    this.fixedLength =
        ids.isFree(1) ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(ids.shape().get(1)));
  }

  /**
   * Runs both towers once, to detect failing kernels, and wrong widths that the graphs leave open,
   * before the first row.
   */
  void warmUp() {
    checkWidth("image", rawImages(blankImage()));
    checkWidth("text", rawTexts(blankText()));
  }

  private void checkWidth(String tower, float[] embedding) {
    if (embedding.length != config.projectionDim()) {
      throw new BundleException(
          "Cannot use bundle: its "
              + tower
              + " tower yields "
              + embedding.length
              + " values; config.json says projection_dim "
              + config.projectionDim());
    }
  }

  @Override
  public List<Embedding> images(PixelBatch batch) {
    return RowNormalizer.normalizeRows(
        rawImages(batch), batch.images(), 1, config.projectionDim(), "image");
  }

  @Override
  public List<Embedding> texts(TokenBatch batch) {
    return RowNormalizer.normalizeRows(
        rawTexts(batch), batch.texts(), 1, config.projectionDim(), "text");
  }

  private float[] rawImages(PixelBatch batch) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put(ClipGraphs.PIXELS, batch.tensor());
    if (graphs.areOne()) {
      addTokens(inputs, blankText());
    }
    return run(graphs.image(), "image tower", inputs, ClipGraphs.IMAGE_EMBEDS);
  }

  private float[] rawTexts(TokenBatch batch) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    addTokens(inputs, batch);
    if (graphs.areOne()) {
      inputs.put(ClipGraphs.PIXELS, blankImage().tensor());
    }
    return run(graphs.text(), "text tower", inputs, ClipGraphs.TEXT_EMBEDS);
  }

  private void addTokens(Map<String, Tensor> inputs, TokenBatch batch) {
    inputs.put(ClipGraphs.IDS, batch.idsTensor());
    if (masked) {
      inputs.put(ClipGraphs.MASK, batch.maskTensor());
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
    return PixelBatch.blank(new PreprocessorConfig.Size(config.imageSize(), config.imageSize()));
  }

  /**
   * Returns the last id as padding. CLIP pools at the first end token and, being causal, does not
   * see the tokens after it.
   */
  @Override
  public Padding padding() {
    return new Padding.LastId();
  }

  @Override
  public OptionalInt fixedTextLength() {
    return fixedLength;
  }
}
