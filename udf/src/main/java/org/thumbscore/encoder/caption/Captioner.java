package org.thumbscore.encoder.caption;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.thumbscore.encoder.PixelBatch;
import org.thumbscore.runtime.GraphLoop;
import org.thumbscore.runtime.GraphSession;
import org.thumbscore.runtime.Tensor;
import org.thumbscore.text.TokenDecoder;

/**
 * Describes images in words, by greedy decoding: each step takes the likeliest token. All images of
 * a batch take their steps together, and the batch ends when each caption has ended or is as long
 * as it may be. Thread-safe.
 */
final class Captioner implements AutoCloseable {
  private final GraphSession session;
  private final CaptionGraphs graphs;
  private final CaptionConfig config;
  private final TokenDecoder words;

  Captioner(GraphSession session, CaptionGraphs graphs, CaptionConfig config, TokenDecoder words) {
    this.session = session;
    this.graphs = graphs;
    this.config = config;
    this.words = words;
  }

  /** Returns one caption for each image of the batch, in order; it may be empty. */
  List<String> captions(PixelBatch batch) {
    Tensor prompt =
        session
            .run(
                CaptionGraphs.VISION,
                "image tower",
                Map.of(CaptionGraphs.PIXELS, batch.tensor()),
                Set.of(CaptionGraphs.PREFIX))
            .get(CaptionGraphs.PREFIX);
    return decode(prompt, batch.images()).stream().map(words::decode).map(String::strip).toList();
  }

  private List<int[]> decode(Tensor prompt, int images) {
    int rows = Math.toIntExact(prompt.shape()[0]);
    Captions captions = new Captions(images, config);
    try (GraphLoop decoder =
        session.loop(
            CaptionGraphs.DECODER, "caption decoder", graphs.carried(), graphs.emptyCache(rows))) {
      int[] next = step(decoder, prompt, new Tensor.Integers(new int[0], rows, 0));
      while (captions.add(next)) {
        next = step(decoder, noEmbeds(rows), new Tensor.Integers(next, rows, 1));
      }
    }
    return captions.ids();
  }

  private static int[] step(GraphLoop decoder, Tensor embeds, Tensor ids) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put(CaptionGraphs.EMBEDS, embeds);
    inputs.put(CaptionGraphs.IDS, ids);
    Tensor next = decoder.run(inputs, Set.of(CaptionGraphs.NEXT)).get(CaptionGraphs.NEXT);
    return ((Tensor.Integers) next).values();
  }

  private Tensor noEmbeds(int rows) {
    return new Tensor.Floats(Tensor.buffer(0), rows, 0, graphs.promptWidth());
  }

  @Override
  public void close() {
    words.close();
  }

  /** The captions of one batch as far as they are decoded. */
  private static final class Captions {
    private final CaptionConfig config;
    private final int[][] ids;
    private final int[] lengths;
    private final boolean[] ended;
    private int steps;

    Captions(int images, CaptionConfig config) {
      this.config = config;
      this.ids = new int[images][config.maxNewTokens()];
      this.lengths = new int[images];
      this.ended = new boolean[images];
    }

    /**
     * Adds the tokens of a step.
     *
     * @param next one for each row, spare rows included; those of captions that have ended are
     *     replaced by padding
     * @return whether another step is needed
     */
    boolean add(int[] next) {
      boolean open = false;
      for (int row = 0; row < ids.length; row++) {
        if (ended[row]) {
          next[row] = config.padId();
        } else if (config.endIds().contains(next[row])) {
          ended[row] = true;
        } else {
          ids[row][lengths[row]++] = next[row];
          open = true;
        }
      }
      steps++;
      return open && steps < config.maxNewTokens();
    }

    List<int[]> ids() {
      List<int[]> captions = new ArrayList<>();
      for (int row = 0; row < ids.length; row++) {
        captions.add(Arrays.copyOf(ids[row], lengths[row]));
      }
      return captions;
    }
  }
}
