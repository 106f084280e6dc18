package org.thumbscore.encoder.caption;

import static org.thumbscore.runtime.Extent.ANY;
import static org.thumbscore.runtime.Extent.FREE;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.thumbscore.model.GraphSet;
import org.thumbscore.runtime.Extent;
import org.thumbscore.runtime.GraphContract;
import org.thumbscore.runtime.GraphSession;
import org.thumbscore.runtime.GraphSignature;
import org.thumbscore.runtime.Tensor;
import org.thumbscore.runtime.TensorContract;
import org.thumbscore.runtime.TensorSpec;

/**
 * The graphs of a captioning system: the vision tower, which yields the embedded prompt of the
 * language model; the decoder of the language model, with its key-value cache; and the sentence
 * encoder.
 *
 * @param promptWidth of each position of the prompt
 * @param cache the shape of each tensor of the cache {@code [batch, heads, past, size]}, by the
 *     name of the decoder's input
 */
record CaptionGraphs(int promptWidth, Map<String, TensorSpec> cache) {
  static final String VISION = "vision_model";
  static final String DECODER = "decoder_model";
  static final String SENTENCE = "sentence_model";
  static final GraphSet EXPORT = GraphSet.of(VISION, DECODER, SENTENCE);

  static final String PIXELS = "pixel_values";
  static final String PREFIX = "prefix_embeds";
  static final String EMBEDS = "inputs_embeds";
  static final String IDS = "input_ids";
  static final String MASK = "attention_mask";
  static final String NEXT = "next_ids";
  static final String SENTENCE_EMBEDS = "sentence_embeds";

  private static final String PAST = "past_key_values.";
  private static final String PRESENT = "present.";

  CaptionGraphs {
    cache = new LinkedHashMap<>(cache);
  }

  /** Checks the graphs of a session. */
  static CaptionGraphs check(GraphSession session, CaptionConfig config) {
    Extent edge = Extent.of(config.imageSize());
    session.check(
        GraphContract.of(VISION)
            .takes(TensorContract.floats(PIXELS, FREE, Extent.of(3), edge, edge))
            .yields(TensorContract.floats(PREFIX, ANY, ANY, ANY)));
    Map<String, TensorSpec> cache = new LinkedHashMap<>();
    GraphContract decoder =
        GraphContract.of(DECODER)
            .takes(TensorContract.floats(EMBEDS, FREE, FREE, ANY))
            .takes(TensorContract.integers(IDS, FREE, FREE))
            .yields(TensorContract.integers(NEXT, ANY));
    GraphSignature found = session.signature(DECODER);
    for (int layer = 0; ; layer++) {
      Optional<TensorSpec> key = found.input(PAST + layer + ".key");
      if (key.isEmpty()) {
        break;
      }
      for (String part : new String[] {".key", ".value"}) {
        String input = PAST + layer + part;
        decoder =
            decoder
                .takes(TensorContract.floats(input, FREE, ANY, FREE, ANY))
                .yields(TensorContract.floats(PRESENT + layer + part, ANY, ANY, ANY, ANY));
        found.input(input).ifPresent(spec -> cache.put(input, spec));
      }
    }
    session.check(decoder);
    session.check(
        GraphContract.of(SENTENCE)
            .takes(TensorContract.integers(IDS, FREE, FREE))
            .takes(TensorContract.integers(MASK, FREE, FREE))
            .yields(TensorContract.floats(SENTENCE_EMBEDS, ANY, Extent.of(config.width()))));
    long width = found.input(EMBEDS).orElseThrow().shape().get(2);
    return new CaptionGraphs(Math.toIntExact(width), cache);
  }

  /** Returns which output becomes which input of the next step. */
  Map<String, String> carried() {
    Map<String, String> outputs = new LinkedHashMap<>();
    cache.keySet().forEach(input -> outputs.put(input, PRESENT + input.substring(PAST.length())));
    return outputs;
  }

  /** Returns the cache before the first step, which holds no position. */
  Map<String, Tensor> emptyCache(int rows) {
    Map<String, Tensor> empty = new LinkedHashMap<>();
    cache.forEach(
        (input, spec) ->
            empty.put(
                input,
                new Tensor.Floats(
                    Tensor.buffer(0), rows, spec.shape().get(1), 0, spec.shape().get(3))));
    return empty;
  }
}
