package org.thumbscore.runtime;

import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.thumbscore.model.EncoderConfig;
import org.thumbscore.model.GraphFiles;

/** The two towers of a dual encoder, in one graph or in two. */
sealed interface Towers extends AutoCloseable {

  /** Raw image embeddings, row-major {@code [rows, width]}. */
  float[] images(FloatBuffer pixels, int rows) throws OrtException;

  /** Raw text embeddings, row-major {@code [rows, width]}. */
  float[] texts(TokenMatrix batch) throws OrtException;

  /** The only sequence length the text tower takes, or -1 where it is free. */
  int fixedLength();

  @Override
  void close();

  /** Loads and checks; closes what it loaded if a check fails. */
  static Towers open(GraphFiles files, Device device, GraphValidator contract, EncoderConfig config)
      throws OrtException {
    if (files instanceof GraphFiles.SplitTowers split) {
      return Split.open(split, device, contract, config.imageSize());
    }
    return Combined.open((GraphFiles.CombinedModel) files, device, contract, config.imageSize());
  }

  private static int fixedLength(GraphSignature graph) {
    TensorSpec ids = graph.inputs().get(GraphValidator.IDS);
    return ids.isFree(1) ? -1 : Math.toIntExact(ids.shape().get(1));
  }

  /** A graph for each tower. */
  record Split(OrtGraph vision, OrtGraph text, int edge) implements Towers {

    static Split open(
        GraphFiles.SplitTowers files, Device device, GraphValidator contract, int edge)
        throws OrtException {
      OrtGraph vision = OrtGraph.open(files.vision(), device);
      OrtGraph text = null;
      try {
        contract.checkVision(vision.signature());
        text = OrtGraph.open(files.text(), device);
        contract.checkText(text.signature());
        contract.checkWidths(vision.signature(), text.signature());
        return new Split(vision, text, edge);
      } catch (OrtException | RuntimeException e) {
        vision.close();
        if (text != null) {
          text.close();
        }
        throw e;
      }
    }

    @Override
    public float[] images(FloatBuffer pixels, int rows) throws OrtException {
      try (InputTensors feeds = new InputTensors()) {
        feeds.pixels(pixels, rows, edge);
        return vision.run(feeds.tensors(), GraphValidator.IMAGE_EMBEDS);
      }
    }

    @Override
    public float[] texts(TokenMatrix batch) throws OrtException {
      try (InputTensors feeds = new InputTensors()) {
        feeds.tokens(batch, text.signature());
        return text.run(feeds.tensors(), GraphValidator.TEXT_EMBEDS);
      }
    }

    @Override
    public int fixedLength() {
      return Towers.fixedLength(text.signature());
    }

    @Override
    public void close() {
      try (vision) {
        text.close();
      }
    }
  }

  /**
   * One graph that wants both inputs at every run: a run for images carries one short text, a run
   * for texts one blank image. Split towers save that.
   */
  record Combined(OrtGraph graph, int edge) implements Towers {

    static Combined open(
        GraphFiles.CombinedModel files, Device device, GraphValidator contract, int edge)
        throws OrtException {
      OrtGraph graph = OrtGraph.open(files.model(), device);
      try {
        contract.checkCombined(graph.signature());
        contract.checkWidths(graph.signature(), graph.signature());
        return new Combined(graph, edge);
      } catch (RuntimeException e) {
        graph.close();
        throw e;
      }
    }

    @Override
    public float[] images(FloatBuffer pixels, int rows) throws OrtException {
      try (InputTensors feeds = new InputTensors()) {
        feeds.pixels(pixels, rows, edge).tokens(filler(), graph.signature());
        return graph.run(feeds.tensors(), GraphValidator.IMAGE_EMBEDS);
      }
    }

    @Override
    public float[] texts(TokenMatrix batch) throws OrtException {
      try (InputTensors feeds = new InputTensors()) {
        FloatBuffer blank = InputTensors.direct(3 * edge * edge * Float.BYTES).asFloatBuffer();
        feeds.pixels(blank, 1, edge).tokens(batch, graph.signature());
        return graph.run(feeds.tensors(), GraphValidator.TEXT_EMBEDS);
      }
    }

    private TokenMatrix filler() {
      int length = Math.max(2, fixedLength());
      int[] mask = new int[length];
      Arrays.fill(mask, 1);
      return new TokenMatrix(1, length, new int[length], mask);
    }

    @Override
    public int fixedLength() {
      return Towers.fixedLength(graph.signature());
    }

    @Override
    public void close() {
      graph.close();
    }
  }
}
