package org.thumbscore.counterfactual;

import static org.thumbscore.runtime.Extent.ANY;
import static org.thumbscore.runtime.Extent.FREE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.GraphSet;
import org.thumbscore.model.JsonConfig;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.model.Precision;
import org.thumbscore.runtime.DeviceChoice;
import org.thumbscore.runtime.EncoderException;
import org.thumbscore.runtime.Extent;
import org.thumbscore.runtime.GraphContract;
import org.thumbscore.runtime.GraphSession;
import org.thumbscore.runtime.RowLimit;
import org.thumbscore.runtime.Tensor;
import org.thumbscore.runtime.TensorContract;
import org.thumbscore.text.SpanTokenizer;
import org.thumbscore.text.SpannedText;
import org.thumbscore.text.Vocabulary;

/**
 * A model that computes a vector of logits for each token of a text: a token classifier or a masked
 * language model. Its bundle holds {@code config.json}, {@code tokenizer.json} and {@code
 * model.onnx}, as Hugging Face's exporters write them. Thread-safe.
 */
final class TextModel implements AutoCloseable {
  private static final String GRAPH = "model";
  private static final String IDS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String TYPES = "token_type_ids";
  private static final String LOGITS = "logits";
  private static final int MAX_ROWS = 32;

  /** The maximum size of the logits of one run, unless a single text needs more. */
  private static final long MAX_LOGITS = 16L << 20;

  private final ModelBundle bundle;
  private final GraphSession session;
  private final SpanTokenizer tokenizer;
  private final Vocabulary vocabulary;
  private final int width;
  private final boolean typed;
  private final RowLimit limit;

  private TextModel(
      ModelBundle bundle,
      GraphSession session,
      SpanTokenizer tokenizer,
      Vocabulary vocabulary,
      int width) {
    this.bundle = bundle;
    this.session = session;
    this.tokenizer = tokenizer;
    this.vocabulary = vocabulary;
    this.width = width;
    this.typed = session.signature(GRAPH).input(TYPES).isPresent();
    this.limit = new RowLimit(bundle.name(), MAX_ROWS);
  }

  /**
   * The logits of one text in a batch.
   *
   * @param values the logits of the whole batch; must not be modified
   * @param from the index of the first logit of this text
   * @param width the number of logits for each token
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; only passed between two steps
  record Logits(float[] values, int from, int width) {
    /** Returns a logit of a token. */
    float at(int token, int index) {
      return values[from + token * width + index];
    }

    /** Returns the index of the highest logit of a token, the first of equals. */
    int best(int token) {
      int best = 0;
      for (int i = 1; i < width; i++) {
        if (at(token, i) > at(token, best)) {
          best = i;
        }
      }
      return best;
    }
  }

  /**
   * Requires a bundle to hold a model of a kind.
   *
   * @param kind the end of the name of its architecture, for instance {@code ForMaskedLM}
   * @throws BundleException if the bundle says that it is something else
   */
  static void requireKind(ModelBundle bundle, String kind) {
    List<String> found = bundle.identity().architectures();
    if (found.stream().noneMatch(name -> name.endsWith(kind))) {
      throw bundle.refusal(
          "config.json says architectures %s; expected one whose name ends in %s"
              .formatted(found, kind));
    }
    bundle.requireGraphs(List.of(GraphSet.of(GRAPH)));
  }

  /**
   * Loads a model.
   *
   * @param width the number of logits for each token
   * @throws BundleException if parts are missing or do not fit together
   */
  static TextModel open(ModelBundle bundle, int width, DeviceChoice choice, Path scratch) {
    Vocabulary vocabulary = Vocabulary.read(bundle.tokenizerJson());
    int length = contextLength(bundle.config(), vocabulary);
    SpanTokenizer tokenizer = SpanTokenizer.open(bundle.tokenizerJson(), length, scratch);
    try {
      GraphSession session =
          choice.open(
              device ->
                  GraphSession.open(
                      bundle.name(),
                      bundle.graphs(List.of(GraphSet.of(GRAPH)), List.of(Precision.FP32)),
                      device));
      return checked(new TextModel(bundle, session, tokenizer, vocabulary, width));
    } catch (RuntimeException | Error e) {
      tokenizer.close();
      throw e;
    }
  }

  private static TextModel checked(TextModel model) {
    try {
      model.session.check(
          GraphContract.of(GRAPH)
              .takes(TensorContract.integers(IDS, FREE, FREE))
              .takes(TensorContract.integers(MASK, FREE, FREE))
              .mayTake(TensorContract.integers(TYPES, FREE, FREE))
              .yields(TensorContract.floats(LOGITS, ANY, ANY, Extent.of(model.width))));
      model.run(List.of(model.tokenize("")), (text, logits) -> {});
      return model;
    } catch (RuntimeException | Error e) {
      model.session.close();
      throw e;
    }
  }

  /** Returns the maximum number of tokens; RoBERTa counts positions from after the padding id. */
  private static int contextLength(JsonConfig config, Vocabulary vocabulary) {
    int positions = config.positiveInt("max_position_embeddings", 512);
    boolean offset = config.text("model_type").filter("roberta"::equals).isPresent();
    return Math.min(
        offset ? positions - config.index("pad_token_id", 1) - 1 : positions,
        vocabulary.maxLength().orElse(Integer.MAX_VALUE));
  }

  /** Returns the tokens that the tokenizer knows. */
  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** Returns the number of tokens of a text, not counting special tokens. */
  int tokens(String text) {
    return tokenizer.tokens(text);
  }

  SpannedText tokenize(String text) {
    return tokenizer.tokenize(text);
  }

  /** Returns the text of some ids without special tokens. */
  String decode(int[] ids) {
    return tokenizer.decode(ids);
  }

  /**
   * Runs the model on texts in batches that are bounded in memory.
   *
   * @param use called once for each text, in order, with its index; must not retain the logits
   * @throws EncoderException if the runtime fails or computes logits that are not finite
   * @throws org.thumbscore.runtime.DeviceMemoryException if a single text needs more memory than
   *     the device has
   */
  void run(List<SpannedText> texts, BiConsumer<Integer, Logits> use) {
    int from = 0;
    while (from < texts.size()) {
      int to = from + 1;
      int longest = texts.get(from).length();
      while (to < texts.size() && to - from < MAX_ROWS) {
        int longer = Math.max(longest, texts.get(to).length());
        if ((to - from + 1L) * longer * width > MAX_LOGITS) {
          break;
        }
        longest = longer;
        to++;
      }
      List<Logits> found = limit.run(texts.subList(from, to), this::logits);
      for (int i = 0; i < found.size(); i++) {
        use.accept(from + i, found.get(i));
      }
      from = to;
    }
  }

  private List<Logits> logits(List<SpannedText> texts) {
    int length = texts.stream().mapToInt(SpannedText::length).max().orElseThrow();
    float[] values = logits(texts, length);
    return IntStream.range(0, texts.size())
        .mapToObj(row -> new Logits(values, row * length * width, width))
        .toList();
  }

  private float[] logits(List<SpannedText> texts, int length) {
    int rows = texts.size();
    int[] ids = new int[rows * length];
    int[] mask = new int[rows * length];
    Arrays.fill(ids, vocabulary.padding());
    for (int row = 0; row < rows; row++) {
      SpannedText text = texts.get(row);
      System.arraycopy(text.ids(), 0, ids, row * length, text.length());
      Arrays.fill(mask, row * length, row * length + text.length(), 1);
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put(IDS, new Tensor.Integers(ids, rows, length));
    inputs.put(MASK, new Tensor.Integers(mask, rows, length));
    if (typed) {
      inputs.put(TYPES, new Tensor.Integers(new int[rows * length], rows, length));
    }
    Tensor.Floats found =
        (Tensor.Floats) session.run(GRAPH, bundle.name(), inputs, Set.of(LOGITS)).get(LOGITS);
    if (!Arrays.equals(found.shape(), new long[] {rows, length, width})) {
      throw new EncoderException(
          "Cannot use the logits of %s: found shape %s, expected [%d, %d, %d]"
              .formatted(bundle.name(), Arrays.toString(found.shape()), rows, length, width));
    }
    return found.toArray();
  }

  /** Returns the labels of a classifier in the order of its logits. */
  static List<String> labels(ModelBundle bundle) {
    JsonConfig names = bundle.config().object("id2label");
    List<String> labels = new ArrayList<>();
    while (names.has(Integer.toString(labels.size()))) {
      names.text(Integer.toString(labels.size())).ifPresent(labels::add);
    }
    return labels;
  }

  @Override
  public void close() {
    try (tokenizer) {
      session.close();
    }
  }
}
